import { expect, test } from 'vitest'
import { programsOf, sourcePaths } from '../snippet-programs.mjs'

const manifest = {
  path: 'packages/core/package.json',
  text: JSON.stringify({
    name: '@punctual/core',
    exports: {
      '.': { 'punctual-src': './src/index.ts' },
      './store': { 'punctual-src': './src/store/index.ts' },
    },
  }),
}
const index = { path: 'packages/core/src/index.ts', text: "export { cron, at } from './cron.ts'\n" }
const fence = '```'

test('each sample of a page is a program as it stands', () => {
  const text = `# A\n\n${fence}ts\nconst a = 1\n${fence}\n\n${fence}sh\nnpm test\n${fence}\n\n${fence}ts\nb()\n${fence}\n`
  expect(programsOf([{ path: 'docs/a.md', text }])).toEqual([
    { path: 'docs_a.md_1.ts', text: 'const a = 1\n\nexport {}\n' },
    { path: 'docs_a.md_2.ts', text: 'b()\n\nexport {}\n' },
  ])
})

test('a sample of a docstring gets the imports that it uses, and a scheduler unless it makes one', () => {
  const sample = (code: string): string => `/**\n * ${fence}ts\n * ${code}\n * ${fence}\n */\n`
  const text =
    sample("scheduler.schedule('a', cron('@daily'), f)") + sample('const scheduler = f()')
  const [first, second] = programsOf([
    manifest,
    index,
    { path: 'packages/core/src/triggers/cron.ts', text },
  ])
  expect(first?.text).toContain("import { cron } from '@punctual/core'\n")
  expect(first?.text).not.toContain('import { at }')
  expect(first?.text).toContain("declare const scheduler: import('@punctual/core').Scheduler\n")
  expect(second?.text).toBe('const scheduler = f()\n\nexport {}\n')
})

test('the names of our packages lead to their sources', () => {
  expect(sourcePaths([manifest], '../../')).toMatchObject({
    '@punctual/core': ['../../packages/core/src/index.ts'],
    '@punctual/core/store': ['../../packages/core/src/store/index.ts'],
  })
})
