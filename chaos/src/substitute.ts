/** The same object, with other members in the place of some. */
export function substitute<T extends object>(target: T, members: Partial<T>): T {
  return new Proxy(target, {
    get(whole, key) {
      if (Object.hasOwn(members, key)) return Reflect.get(members, key)
      const member: unknown = Reflect.get(whole, key, whole)
      return typeof member === 'function' ? member.bind(whole) : member
    },
  })
}
