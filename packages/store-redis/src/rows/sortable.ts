import type { EpochMs } from '@punctual/core/store'

const DIGITS = 16
const LEAST = 2 ** 53

/** A whole number as text whose order by bytes is the order of the numbers. */
export function sortable(number: number): string {
  return number < 0 ? `0${padded(LEAST + number)}` : `1${padded(number)}`
}

export function unsortable(text: string): EpochMs {
  const digits = Number(text.slice(1))
  return text.startsWith('0') ? digits - LEAST : digits
}

function padded(number: number): string {
  return String(number).padStart(DIGITS, '0')
}
