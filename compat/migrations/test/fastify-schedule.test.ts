import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { newServer } from '../src/fastify-schedule/after.ts'
import type { Shop } from '../src/shop.ts'

const programs = new URL('../src/fastify-schedule/', import.meta.url)
const root = fileURLToPath(new URL('../../../', import.meta.url))

/** A program without what it imports. */
function bodyOf(name: string): string {
  const text = readFileSync(new URL(name, programs), 'utf8')
  return text.replaceAll(/^import [^]*? from '[^']+'\n/gm, '')
}

test('moving from @fastify/schedule and toad-scheduler changes the imports only', () => {
  expect(bodyOf('after.ts')).toBe(bodyOf('before.ts'))
  expect(bodyOf('after.ts')).toContain('export async function newServer')
})

// Both say of app.scheduler what it is, so one program cannot hold both.
test('the program before compiles against the packages that it names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fastify-schedule-'))
  const modules = join(root, 'compat/migrations/node_modules')
  const config = {
    extends: join(root, 'tsconfig.test.json'),
    compilerOptions: {
      typeRoots: [join(root, 'node_modules/@types')],
      paths: { fastify: [join(modules, 'fastify/fastify.d.ts')] },
    },
    files: [fileURLToPath(new URL('before.ts', programs))],
    include: [],
    exclude: [],
  }
  try {
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' })
    expect(stdout.trim()).toBe('')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('the program after waits for its tasks when the server closes', async () => {
  const gate = Promise.withResolvers<void>()
  let synced = false
  const shop: Shop = {
    cleanUp: async () => {},
    async syncOrders() {
      await gate.promise
      synced = true
    },
    remind: async () => {},
    report: () => {},
  }
  const app = await newServer(shop)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const closing = app.close()
  await new Promise((resolve) => app.server.once('close', resolve))
  expect(synced).toBe(false)
  gate.resolve()
  await closing
  expect(synced).toBe(true)
})
