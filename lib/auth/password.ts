import { hash, verify } from '@node-rs/argon2'

// Argon2id (the library's default) with the parameters of the OWASP Password Storage Cheat Sheet.
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS)
}

let nobodysHash: Promise<string> | undefined

/** Takes as long for somebody unknown (null) as for a wrong password, so that the time tells nothing. */
export async function isPassword(password: string, storedHash: string | null): Promise<boolean> {
  const matches = await verify(storedHash ?? (await (nobodysHash ??= hashPassword('nobody'))), password)
  return storedHash !== null && matches
}
