import type { TableNames } from '../table-names.ts'

/** What is asked of the table that says which job follows which. */
export class FollowStatements {
  readonly ofChild: string
  readonly ofParent: string
  readonly drop: string
  readonly renameChild: string
  readonly renameParent: string

  constructor({ follows }: TableNames, columns: string) {
    const select = `SELECT ${columns} FROM ${follows}`
    this.ofChild = `${select} WHERE child_id = ? ORDER BY parent_id`
    this.ofParent = `${select} WHERE parent_id = ? ORDER BY child_id`
    this.drop = `DELETE FROM ${follows} WHERE child_id = ?`
    this.renameChild = `UPDATE ${follows} SET child_id = ? WHERE child_id = ?`
    this.renameParent = `UPDATE ${follows} SET parent_id = ? WHERE parent_id = ?`
  }
}
