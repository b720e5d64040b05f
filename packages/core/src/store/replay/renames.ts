/** The jobs that got another id inside a step: the store still knows them by the one before. */
export class Renames {
  readonly list: { readonly from: string; readonly to: string }[] = []

  add(from: string, to: string): void {
    this.list.push({ from, to })
  }

  has(from: string): boolean {
    return this.list.some((one) => one.from === from)
  }

  /** The id that the step knows it by. */
  current(id: string): string {
    return this.list.find(({ from }) => from === id)?.to ?? id
  }

  /** The id that the store knows it by. */
  stored(id: string): string {
    return this.list.find(({ to }) => to === id)?.from ?? id
  }
}
