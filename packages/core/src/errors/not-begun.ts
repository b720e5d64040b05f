/**
 * Thrown by the handler of a framework package that can begin nothing here any more: the run goes back as if it had never
 * been started, and another node takes it.
 */
export class NotBegun extends Error {
  constructor() {
    super('the run was given back before it began')
    this.name = 'NotBegun'
  }
}
