/** Which store, and where: `at` is a file or a URL. */
export interface StoreSpec {
  readonly kind: StoreKind
  readonly at: string
}

export const storeKinds = ['sqlite', 'postgres', 'mysql', 'redis', 'mongodb'] as const

export type StoreKind = (typeof storeKinds)[number]

/** The store of a name; null where there is none. */
export function storeKindOf(name: string): StoreKind | null {
  return storeKinds.find((kind) => kind === name) ?? null
}
