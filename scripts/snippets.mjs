// Writes the samples of the pages and docstrings as programs into .cache/snippets, for the compiler to check.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { filesOf } from './files.mjs'
import { programsOf, sourcePaths } from './snippet-programs.mjs'

const folder = '.cache/snippets'
const files = filesOf()
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const programs = programsOf(files)
for (const { path, text } of programs) writeFileSync(`${folder}/${path}`, text)
const config = {
  extends: '../../tsconfig.test.json',
  compilerOptions: {
    noUnusedLocals: false,
    noUnusedParameters: false,
    paths: sourcePaths(files, '../../'),
  },
  include: ['*.ts'],
}
writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(config, null, 2))
console.log(`snippets: ${programs.length} programs in ${folder}`)
