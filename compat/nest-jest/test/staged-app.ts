import { cp, mkdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A copy of the application as a user would have it, with the packages installed below it. */
export interface AppPlan {
  readonly name: string
  /** Where the package manager puts packages: `pnpm` has a folder of its own for each, and links to them. */
  readonly layout?: 'npm' | 'pnpm'
  readonly nest?: 11 | 12
  readonly type?: 'commonjs' | 'module'
  /** Without it, the configuration of Jest is as `nest new` writes it. */
  readonly recipe?: boolean
}

const repository = (path: string): string =>
  fileURLToPath(new URL(`../../../${path}`, import.meta.url))
export const home = (path: string): string => repository(`compat/nest-jest/${path}`)
const sources = ['cart.module.ts', 'cart.service.ts', 'cart.service.spec.ts']

export async function stagedApp(plan: AppPlan): Promise<string> {
  const app = home(`.cache/${plan.name}`)
  await rm(app, { recursive: true, force: true })
  await cp(home('app'), app, { recursive: true })
  await writeManifest(app, plan)
  if (plan.type === 'module') await nameExtensions(app)
  for (const name of ['core', 'nestjs', 'testing']) await install(app, name, plan.layout ?? 'npm')
  if (plan.nest === 12) await takeNest12(app)
  return app
}

async function writeManifest(app: string, { type, recipe }: AppPlan): Promise<void> {
  const manifest = JSON.parse(await readFile(`${app}/package.json`, 'utf8'))
  if (recipe !== true) {
    delete manifest.jest.transformIgnorePatterns
    manifest.jest.transform = { '^.+\\.(t|j)s$': 'ts-jest' }
  }
  await writeFile(`${app}/package.json`, JSON.stringify({ ...manifest, type: type ?? 'commonjs' }))
}

/** In ESM, a relative import names the file with its extension. */
async function nameExtensions(app: string): Promise<void> {
  for (const name of sources) {
    const path = `${app}/src/${name}`
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replaceAll(/from '(\.\/[^']+)'/g, "from '$1.js'"))
  }
}

/** Copies what would be published: a link would lead out of node_modules, which Jest treats otherwise. */
async function install(app: string, name: string, layout: 'npm' | 'pnpm'): Promise<void> {
  const modules = `${app}/node_modules`
  const own = layout === 'npm' ? modules : `${modules}/.pnpm/@punctual+${name}@0.0.0/node_modules`
  const target = `${own}/@punctual/${name}`
  for (const part of ['package.json', 'dist']) {
    await cp(repository(`packages/${name}/${part}`), `${target}/${part}`, { recursive: true })
  }
  if (layout === 'pnpm') await link(target, `${modules}/@punctual/${name}`)
  if (name === 'core') {
    await link(repository('packages/core/node_modules/cron-parser'), `${own}/cron-parser`)
  } else if (layout === 'pnpm') {
    await link(`${modules}/@punctual/core`, `${own}/@punctual/core`)
  }
}

async function takeNest12(app: string): Promise<void> {
  for (const name of ['common', 'core', 'testing']) {
    const nest12 = await realpath(repository(`packages/nestjs/node_modules/@nestjs/${name}`))
    await link(nest12, `${app}/node_modules/@nestjs/${name}`)
  }
}

async function link(target: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await symlink(target, path, 'junction')
}
