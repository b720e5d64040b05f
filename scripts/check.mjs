// The house rules, one line for each offence. `--update` writes the API reports anew.
import process from 'node:process'
import { apiReports } from './api-report.mjs'
import { filesOf } from './files.mjs'
import { ambient } from './rules/ambient.mjs'
import { budgets } from './rules/budgets.mjs'
import { cycles } from './rules/cycles.mjs'
import { errorCodes } from './rules/error-codes.mjs'
import { links } from './rules/links.mjs'
import { lockfile } from './rules/lockfile.mjs'
import { modules } from './rules/modules.mjs'
import { packages } from './rules/packages.mjs'
import { programs } from './rules/programs.mjs'
import { rings } from './rules/rings.mjs'
import { scenariosShown } from './rules/scenarios.mjs'
import { words } from './rules/words.mjs'

const rules = {
  ambient,
  budgets,
  cycles,
  errorCodes,
  links,
  lockfile,
  modules,
  packages,
  programs,
  rings,
  scenariosShown,
  words,
}

const files = filesOf()
const offences = Object.entries(rules).flatMap(([name, rule]) =>
  rule(files).map((offence) => `${name}: ${offence}`),
)
offences.push(...apiReports(files, { update: process.argv.includes('--update') }))
for (const offence of offences) console.error(offence)
console.log(`house rules: ${files.length} files, ${offences.length} offences`)
process.exitCode = offences.length === 0 ? 0 : 1
