import { expect } from 'vitest'

export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

interface Family {
  readonly type: string
  readonly samples: Sample[]
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|\})/
const VALUE = /^ (?:[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?|[+-]Inf|NaN)$/
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  histogram: ['_bucket', '_sum', '_count'],
}

/** Reads the text format 0.0.4 of Prometheus, and holds it to its rules. */
export class Exposition {
  readonly families = new Map<string, Family>()

  constructor(text: string) {
    expect(text.endsWith('\n')).toBe(true)
    let current = ''
    for (const line of text.slice(0, -1).split('\n')) {
      const [, kind, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? []
      if (kind === 'HELP') {
        expect([...this.families.keys()]).not.toContain(name)
        current = name
      } else if (kind === 'TYPE') {
        expect(name).toBe(current)
        this.families.set(name, { type: rest, samples: [] })
      } else this.#add(current, sampleOf(line))
    }
    for (const [name, family] of this.families) checkFamily(name, family)
  }

  /** The value of the one sample with these labels; undefined when there is none. */
  value(name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
    const found = this.samples(name).filter((sample) =>
      Object.entries(labels).every(([label, text]) => sample.labels[label] === text),
    )
    expect(found.length).toBeLessThanOrEqual(1)
    return found[0]?.value
  }

  samples(name: string): readonly Sample[] {
    return [...this.families.values()]
      .flatMap(({ samples }) => samples)
      .filter((sample) => sample.name === name)
  }

  #add(current: string, sample: Sample): void {
    const family = this.families.get(current)
    const names = SUFFIXES[family?.type ?? '']?.map((suffix) => current + suffix) ?? [current]
    must(names.includes(sample.name), sample.name)
    family?.samples.push(sample)
  }
}

function sampleOf(line: string): Sample {
  const [name = ''] = NAME.exec(line) ?? []
  const labels: Record<string, string> = {}
  let rest = line.slice(name.length)
  for (let open = rest.startsWith('{'); open;) {
    const [whole = '', label = '', text = '', end] = LABEL.exec(rest.slice(1)) ?? []
    must(whole !== '' && !Object.hasOwn(labels, label), line)
    labels[label] = text.replaceAll(/\\(.)/g, (_, one) => (one === 'n' ? '\n' : String(one)))
    rest = rest.slice(whole.length)
    open = end === ','
    if (!open) rest = rest.slice(1)
  }
  must(name !== '' && VALUE.test(rest), line)
  return { name, labels, value: Number(rest.slice(1).replace('+Inf', 'Infinity')) }
}

/** As `expect`, for what is checked a hundred thousand times. */
function must(holds: boolean, line: string): void {
  if (!holds) throw new Error(`this line breaks the format: ${line}`)
}

function checkFamily(name: string, { type, samples }: Family): void {
  expect(['counter', 'gauge', 'histogram']).toContain(type)
  expect(name.endsWith('_total')).toBe(type === 'counter')
  const keys = samples.map((sample) => JSON.stringify([sample.name, sample.labels]))
  expect(new Set(keys).size).toBe(keys.length)
  if (type === 'histogram') checkHistogram(name, samples)
}

/** Buckets rise to `+Inf`, which agrees with the count. */
function checkHistogram(name: string, samples: readonly Sample[]): void {
  const series = new Map<string, Sample[]>()
  for (const sample of samples) {
    const key = JSON.stringify({ ...sample.labels, le: '' })
    series.set(key, [...(series.get(key) ?? []), sample])
  }
  for (const own of series.values()) {
    const buckets = own.filter((sample) => sample.name === `${name}_bucket`)
    const bounds = buckets.map(({ labels }) => Number(labels['le']?.replace('+Inf', 'Infinity')))
    expect(bounds).toEqual([...new Set(bounds)].sort((a, b) => a - b))
    expect(bounds.at(-1)).toBe(Infinity)
    const counts = buckets.map(({ value }) => value)
    expect(counts).toEqual([...counts].sort((a, b) => a - b))
    const of = (suffix: string): number | undefined =>
      own.find((sample) => sample.name === name + suffix)?.value
    expect(of('_count')).toBe(counts.at(-1))
    expect(of('_sum')).toBeGreaterThanOrEqual(0)
  }
}
