/** Whether a server that is not there is a failure, and not a reason to skip. */
export const required: boolean = process.env['PUNCTUAL_REQUIRE_SERVERS'] === '1'

/** Whether what takes long is run as well: `npm run proofs` does. */
export const proofs: boolean = process.env['PUNCTUAL_SQL_PROOFS'] === '1'
