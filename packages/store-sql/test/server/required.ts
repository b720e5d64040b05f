/** Whether a server that is not there is a failure, and not a reason to skip. */
export const required: boolean = process.env['PUNCTUAL_REQUIRE_SERVERS'] === '1'
