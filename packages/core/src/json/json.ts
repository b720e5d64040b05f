/** A value that JSON text can hold: what inputs, results and stored triggers are made of. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }
