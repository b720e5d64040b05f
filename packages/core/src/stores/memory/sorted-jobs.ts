import { byBytes } from './by-bytes.ts'
import type { JobCell } from './job-cell.ts'

/** Jobs of one block, at most; a full block becomes two. */
const BLOCK = 512

/** The jobs by id, in blocks that are small enough to insert into. */
export class SortedJobs {
  readonly #blocks: JobCell[][] = []

  add(cell: JobCell): void {
    const at = this.#blockOf(cell.row.id)
    const block = this.#blocks[at]
    if (block === undefined) {
      this.#blocks.push([cell])
      return
    }
    block.splice(placeIn(block, cell.row.id), 0, cell)
    if (block.length > BLOCK) this.#split(at, block)
  }

  remove(cell: JobCell): void {
    const at = this.#blockOf(cell.row.id)
    const block = this.#blocks[at]
    if (block === undefined) return
    const place = placeIn(block, cell.row.id)
    if (block[place] !== cell) return
    block.splice(place, 1)
    if (block.length === 0) this.#blocks.splice(at, 1)
  }

  /** The jobs from an id on. */
  *from(id: string): Generator<JobCell> {
    let at = this.#blockOf(id)
    let place = placeIn(this.#blocks[at] ?? [], id)
    for (; at < this.#blocks.length; at += 1) {
      const block = this.#blocks[at]!
      for (; place < block.length; place += 1) yield block[place]!
      place = 0
    }
  }

  /** Ids often grow, so a block that is full at its end stays full. */
  #split(at: number, block: JobCell[]): void {
    const isLast = at === this.#blocks.length - 1
    const rest = block.splice(isLast ? BLOCK : BLOCK / 2)
    this.#blocks.splice(at + 1, 0, rest)
  }

  /** The block in which an id stands, or would stand. */
  #blockOf(id: string): number {
    let low = 0
    let high = this.#blocks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (byBytes(this.#blocks[middle]![0]!.row.id, id) <= 0) low = middle
      else high = middle - 1
    }
    return low
  }
}

function placeIn(block: readonly JobCell[], id: string): number {
  let low = 0
  let high = block.length
  const last = block[high - 1]
  if (last !== undefined && byBytes(last.row.id, id) < 0) return high
  while (low < high) {
    const middle = (low + high) >> 1
    if (byBytes(block[middle]!.row.id, id) < 0) low = middle + 1
    else high = middle
  }
  return low
}
