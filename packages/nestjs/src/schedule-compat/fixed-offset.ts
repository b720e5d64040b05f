import { PunctualError } from '@punctual/core'

/** Places whose clock stands at an offset that is not whole hours, and is never changed. */
const ODD: Readonly<Record<number, string>> = {
  [-570]: 'Pacific/Marquesas',
  210: 'Asia/Tehran',
  270: 'Asia/Kabul',
  330: 'Asia/Kolkata',
  345: 'Asia/Kathmandu',
  390: 'Asia/Yangon',
  525: 'Australia/Eucla',
  570: 'Australia/Darwin',
}

/** The zone whose clock is always so many minutes ahead of UTC; refuses where there is none. */
export function fixedOffset(minutes: number): string {
  const odd = ODD[minutes]
  if (odd !== undefined) return odd
  if (Number.isInteger(minutes / 60) && minutes >= -720 && minutes <= 840) {
    // In these names the sign is turned round.
    return minutes === 0 ? 'UTC' : `Etc/GMT${minutes < 0 ? '+' : '-'}${Math.abs(minutes) / 60}`
  }
  throw new PunctualError(
    'PUNCTUAL_OPTION_INVALID',
    `utcOffset: no zone is always ${String(minutes)} minutes from UTC: give the place, as timeZone: 'Europe/Berlin'`,
    { details: { option: 'utcOffset' } },
  )
}
