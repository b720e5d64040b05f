/** The jobs that got another id inside a step: what is read still has the one before. */
export class Renames {
  readonly #list: { readonly from: string; readonly to: string }[] = []

  add(from: string, to: string): void {
    this.#list.push({ from, to })
  }

  /** Whether the job that the store has under this id is called otherwise by now. */
  has(id: string): boolean {
    return this.#list.some(({ from }) => from === id)
  }

  current(id: string): string {
    return this.#list.reduce((now, { from, to }) => (now === from ? to : now), id)
  }
}
