/** Under which token and session this process was given a run last. */
export interface Grant {
  readonly token: number
  readonly session: string
}

export type Grants = Map<string, Grant>
