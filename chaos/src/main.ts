// Chaos on the stores that are named, sqlite unless others are: node chaos/src/main.ts --seconds=60 --seed=1 redis
import { parseArgs } from 'node:util'
import { usual } from './driver/chaos-options.ts'
import { chaosText } from './driver/chaos-text.ts'
import { runChaos } from './driver/run-chaos.ts'
import { storeKindOf, storeKinds } from './stores/store-spec.ts'

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: String(usual.seconds) },
    seed: { type: 'string', default: String(usual.seed) },
    plant: { type: 'string', multiple: true, default: [] },
  },
})
const seconds = Number(values.seconds)
// The counts are those of a whole minute.
const counts = seconds >= usual.seconds && values.plant.length === 0
for (const name of positionals.length === 0 ? [usual.store] : positionals) {
  const store = storeKindOf(name)
  if (store === null) throw new Error(`no store "${name}": take ${storeKinds.join(', ')}`)
  const options = {
    ...usual,
    store,
    seconds,
    seed: Number(values.seed),
    plants: values.plant,
    counts,
  }
  const report = await runChaos(options)
  if (report === null) {
    console.log(`chaos on ${store} left out: its server is not there`)
    if (process.env['PUNCTUAL_REQUIRE_SERVERS'] === '1') process.exitCode = 1
    continue
  }
  console.log(chaosText(report, options))
  if (report.violations.length + report.troubles.length > 0) process.exitCode = 1
}
