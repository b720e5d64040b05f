import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const measure = fileURLToPath(new URL('./measure.ts', import.meta.url))

/** Figures by name; a text says why there are none. */
export type Figures = Readonly<Record<string, number | null>> | string

/** Measures one case of one library in a process of its own. */
export async function inChild(caseName: string, library: string): Promise<Figures> {
  try {
    const args = ['--expose-gc', '--max-old-space-size=4096', measure, caseName, library]
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 240_000 })
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}')
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    return `failed: ${text.trim().split('\n').at(-1)?.slice(0, 100) ?? ''}`
  }
}
