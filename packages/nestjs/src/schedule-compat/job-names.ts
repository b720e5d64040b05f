/** Names for what has none, and ids for names that no id can be: stable from one start to the next. */
export class JobNames {
  readonly #names = new Set<string>()
  readonly #ids = new Set<string>()

  /** `Class.method`, and `Class.method#2` for the second one. */
  nameOf(className: string, method: string): string {
    return free(`${className}.${method}`, this.#names)
  }

  /** The name itself, but for those that an id cannot be, and for a second job of the name, such as an interval. */
  idOf(name: string): string {
    return free(isId(name) ? name : 'job', this.#ids)
  }
}

function free(base: string, taken: Set<string>): string {
  let name = base
  for (let count = 2; taken.has(name); count++) name = `${base}#${count}`
  taken.add(name)
  return name
}

/** Leaves room for a number. */
function isId(name: string): boolean {
  return name === name.trim() && /^[^\p{Cc}]+$/u.test(name) && Buffer.byteLength(name) <= 190
}
