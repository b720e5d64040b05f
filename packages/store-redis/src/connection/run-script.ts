/** Runs a script by its name, and by its text where the server does not know it: then it has certainly not run. */
export async function runScript(
  byName: () => Promise<unknown>,
  byText: () => Promise<unknown>,
): Promise<unknown> {
  try {
    return await byName()
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
    return byText()
  }
}
