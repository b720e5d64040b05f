import type { RunRow } from '@punctual/core/store'
import type { JobChoice } from './sample-job.ts'
import type { SceneNode } from './scene-node.ts'
import type { Scene } from './scene.ts'

/** A job that leaves room for every follow-up. */
export function roomy(choice: JobChoice): JobChoice {
  return { ...choice, policies: { maxInstances: 50 } }
}

/** Lets a job fire once and succeed; gives the run. */
export async function succeed(node: SceneNode, id: string): Promise<string> {
  const run = await node.start(id)
  await node.end(run)
  return run.runId
}

/** The runs that each run of a job stands on. */
export async function upstreams(scene: Scene, id: string): Promise<readonly (readonly string[])[]> {
  const ids = (run: RunRow): readonly string[] => (run.upstream ?? []).map((ref) => ref.runId)
  return (await scene.runs(id)).map((run) => ids(run).toSorted())
}
