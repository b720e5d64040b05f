import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { apiReports } from '../api-report.mjs'

const root = mkdtempSync(join(tmpdir(), 'punctual api '))
const manifest = {
  path: 'packages/core/package.json',
  text: JSON.stringify({
    name: '@punctual/core',
    exports: { '.': { types: './dist/index.d.ts' } },
  }),
}

afterEach(() => rmSync(root, { recursive: true, force: true }))

test('the report holds the signature of each exported name and no comment', () => {
  declare({
    'index.d.ts': "export { b, a } from './a.js';\nexport type { Job } from './job.js';\n",
    'a.d.ts':
      '/** Says a. */\nexport declare function a(x: string): void;\nexport declare const b: 1;\n',
    'job.d.ts': 'export interface Job { readonly id: string }\nexport interface Hidden {}\n',
  })
  expect(apiReports([manifest], { root, update: true })).toEqual([])
  expect(readFileSync(join(root, 'packages/core/api.txt'), 'utf8')).toBe(
    `# @punctual/core

export declare const b: 1;
export declare function a(x: string): void;
export interface Job {
    readonly id: string;
}
`,
  )
})

test('a changed signature is an offence until the report is written anew', () => {
  declare({
    'index.d.ts': "export { a } from './a.js';\n",
    'a.d.ts': 'export declare function a(x: string): void;\n',
  })
  apiReports([manifest], { root, update: true })
  expect(apiReports([manifest], { root })).toEqual([])
  declare({ 'a.d.ts': 'export declare function a(x: number): void;\n' })
  expect(apiReports([manifest], { root })).toHaveLength(1)
})

test('a package that is not built is an offence', () => {
  expect(apiReports([manifest], { root })).toHaveLength(1)
})

function declare(files: Readonly<Record<string, string>>): void {
  const dist = join(root, 'packages/core/dist')
  mkdirSync(dist, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dist, name), text)
}
