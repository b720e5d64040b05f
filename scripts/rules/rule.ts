/** A file of the repository, with its path from the root. */
export interface File {
  readonly path: string
  readonly text: string
}

/** Looks at all files and answers one line for each offence against a house rule. */
export type Rule = (files: readonly File[]) => string[]

/** One import or re-export. */
export interface Import {
  /** The imported file from the root, or the package as written. */
  readonly to: string
  readonly relative: boolean
  /** `file:line`, to say where. */
  readonly at: string
}
