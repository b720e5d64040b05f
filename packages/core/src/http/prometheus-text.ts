export type Labels = Readonly<Record<string, string>>

export interface Family {
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
}

/** What a family of metrics begins with, in the text format 0.0.4 of Prometheus. */
export function familyHead({ name, type, help }: Family): string {
  const told = help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
  return `# HELP ${name} ${told}\n# TYPE ${name} ${type}\n`
}

/** Labels as they stand between the braces. */
export function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([label, text]) => `${label}="${escaped(text)}"`)
    .join(',')
}

/** One line of a metric. */
export function sample(name: string, labels: Labels, value: number): string {
  return line(name, labelText(labels), value)
}

/** The same where the text of the labels is at hand. */
export function line(name: string, labels: string, value: number): string {
  return labels === '' ? `${name} ${value}\n` : `${name}{${labels}} ${value}\n`
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
