/** `?, ?, ...` for a list that is not empty; padded to a power of two, so that few different texts are prepared. */
export function inList<T>(list: readonly T[]): { readonly marks: string; readonly values: T[] } {
  const values = [...list]
  const last = list.at(-1)
  if (last === undefined) throw new Error('an empty list stands in no statement')
  while ((values.length & (values.length - 1)) !== 0) values.push(last)
  return { marks: values.map(() => '?').join(', '), values }
}
