/** @import { File } from './rules/rule.ts' */
import { isProduction } from './rules/source.mjs'

// What a sample in a docstring may use without saying where it comes from.
const standIns = [
  ['scheduler', "import('@punctual/core').Scheduler"],
  ['app', "import('express').Express"],
  ['server', "import('node:http').Server"],
  ['clock', "import('@punctual/testing').VirtualClock"],
  ['sendReport', "import('@punctual/core').Task<{ customerId: string }>"],
  ['test', "typeof import('vitest').test"],
  ['capabilities', "Parameters<typeof import('@punctual/testing/conformance').casesFor>[0]"],
  ['freshHarness', "() => import('@punctual/testing/conformance').StoreHarness"],
  ['harness', "import('@punctual/testing/conformance').FrameworkHarness"],
  ['executorHarness', "import('@punctual/testing/conformance').ExecutorHarness"],
  ['response', 'Response'],
  ['cart', 'object | null'],
  ['id', 'string'],
]

/**
 * Each sample as a program of its own. On a page it is complete; in a docstring the imports from packages of ours
 * go without saying.
 * @param {readonly File[]} files
 * @returns {File[]}
 */
export function programsOf(files) {
  const pages = files.filter(({ path }) => path.endsWith('.md'))
  return [
    ...pages.flatMap((page) => programs(page, /^```ts\n([^]*?)^```/gm, (text) => text)),
    ...files.filter(isProduction).flatMap((file) =>
      programs(file, /^ *\* ```ts\n([^]*?)^ *\* ```/gm, (text) => {
        const code = text.replace(/^ *\* ?/gm, '')
        return `${opening(code, exportsOf(files, file.path))}${code}`
      }),
    ),
  ]
}

/**
 * The sources behind each name that a package of ours exports, for the compiler.
 * @param {readonly File[]} files
 * @param {string} root
 */
export function sourcePaths(files, root) {
  const own = manifestsOf(files).flatMap(({ home, name, exports }) =>
    Object.entries(exports).map(([subpath, entry]) => {
      const source = entry['punctual-src'].replace('.', `${root}${home}`)
      return /** @type {const} */ ([`${name}${subpath.slice(1)}`, [source]])
    }),
  )
  const express = `${root}packages/express/node_modules/@types/express/index.d.ts`
  // As files: from ESM the compiler takes no folder.
  /** @type {Readonly<Record<string, string>>} */
  const nest = {
    '@nestjs/common': 'index.d.ts',
    '@nestjs/config': 'dist/index.d.ts',
    '@nestjs/core': 'index.d.ts',
    '@nestjs/schedule': 'dist/index.d.ts',
    '@nestjs/terminus': 'dist/index.d.ts',
    '@nestjs/testing': 'index.d.ts',
    'nestjs-cls': 'dist/cjs/index.d.ts',
    'reflect-metadata': 'index.d.ts',
    rxjs: 'dist/types/index.d.ts',
  }
  const nestFiles = Object.entries(nest).map(([name, file]) => {
    return /** @type {const} */ ([name, [`${root}packages/nestjs/node_modules/${name}/${file}`]])
  })
  return {
    ...Object.fromEntries(own),
    express: [express],
    fastify: [`${root}packages/fastify/node_modules/fastify/fastify.d.ts`],
    ...Object.fromEntries(nestFiles),
  }
}

/**
 * @param {File} file
 * @param {RegExp} fence
 * @param {(text: string) => string} complete
 */
function programs({ path, text }, fence, complete) {
  const stem = path.replaceAll('/', '_')
  return [...text.matchAll(fence)].map(([, code = ''], index) => ({
    path: `${stem}_${index + 1}.ts`,
    text: `${complete(code)}\nexport {}\n`,
  }))
}

/**
 * @param {string} code
 * @param {ReadonlyMap<string, string>} names
 */
function opening(code, names) {
  const used = new Set(code.match(/[A-Za-z]\w*/g))
  const imports = [...names].filter(([name]) => used.has(name) && !brings(code, name))
  const missing = standIns.filter(([name = '']) => used.has(name) && !declares(code, name))
  return [
    ...imports.map(([name, from]) => `import { ${name} } from '${from}'\n`),
    ...missing.map(([name, type]) => `declare const ${name}: ${type}\n`),
  ].join('')
}

/**
 * @param {string} code
 * @param {string} name
 */
const declares = (code, name) => new RegExp(`(const|let|using) ${name}\\b`).test(code)

/**
 * @param {string} code
 * @param {string} name
 */
const brings = (code, name) => new RegExp(`^import [^']*\\b${name}\\b[^']*'`, 'm').test(code)

/**
 * Where each name comes from: what several packages export, for a sample in one of them, from that one.
 * @param {readonly File[]} files
 * @param {string} from
 */
function exportsOf(files, from) {
  const names = new Map()
  const manifests = manifestsOf(files)
  const own = manifests.filter(({ home }) => from.startsWith(`${home}/`))
  for (const { home, name, exports } of [...manifests, ...own]) {
    for (const [subpath, entry] of Object.entries(exports)) {
      const index = files.find(({ path }) => path === entry['punctual-src'].replace('.', home))
      for (const [, list = ''] of index?.text.matchAll(/^export \{([^}]*)\}/gm) ?? []) {
        for (const [, one] of list.matchAll(/(\w+)(?: as \w+)?/g))
          names.set(one, `${name}${subpath.slice(1)}`)
      }
    }
  }
  return names
}

/**
 * @param {readonly File[]} files
 * @returns {{ home: string, name: string, exports: Record<string, { 'punctual-src': string }> }[]}
 */
function manifestsOf(files) {
  return files
    .filter(({ path }) => /^packages\/[^/]+\/package\.json$/.test(path))
    .map(({ path, text }) => ({ home: path.replace('/package.json', ''), ...JSON.parse(text) }))
}
