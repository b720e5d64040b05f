import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const home = join(root, 'packages/fastify')
const modules = join(home, 'node_modules')
const original = `
export * from 'toad-scheduler'
export { fastifySchedule } from '@fastify/schedule'
import plugin from '@fastify/schedule'
export default plugin
`

/** What the compiler says of the program of users when its import means the originals. */
function compiled() {
  const folder = mkdtempSync(join(tmpdir(), 'schedule-compat-'))
  try {
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(folder, 'original.d.ts'), original)
    const paths = {
      '@punctual/fastify/schedule-compat': [join(folder, 'original.d.ts')],
      // The types of @fastify/schedule ask for a fastify beside them, where it stands if packages are flat.
      fastify: [join(modules, 'fastify/fastify.d.ts')],
      'toad-scheduler': [join(modules, 'toad-scheduler/dist/index.d.ts')],
      '@fastify/schedule': [join(modules, '@fastify/schedule/types/index.d.ts')],
    }
    const config = {
      extends: join(root, 'tsconfig.test.json'),
      compilerOptions: { typeRoots: [join(root, 'node_modules/@types')], paths },
      files: [join(home, 'test/schedule-compat/programs/user-code.ts')],
      include: [],
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' })
    return stdout.trim()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('the program that the type check of this repository compiles against ours compiles against the originals too', () => {
  expect(compiled()).toBe('')
})
