import { spawn } from 'node:child_process'
import { ExpectedFailure } from './expected-failure.mjs'

/** Runs one step of a start and prints its name and how long it took; on a terminal the seconds count along. */
export async function step(name, work, out = process.stdout) {
  const begin = performance.now()
  const line = () => `${name} … ${((performance.now() - begin) / 1000).toFixed(1)} s`
  const counting = out.isTTY ? setInterval(() => out.write(`\r${line()}`), 500) : null
  if (out.isTTY) out.write(`${name} …`)
  try {
    const result = await work()
    out.write(`${out.isTTY ? '\r' : ''}${line()}\n`)
    return result
  } catch (error) {
    out.write(
      `${out.isTTY ? '\r' : ''}${name} … stopped after ${((performance.now() - begin) / 1000).toFixed(1)} s\n`,
    )
    throw error
  } finally {
    clearInterval(counting)
  }
}

/** Runs a program to its end. Answers what it wrote; when it fails, the failure holds the sentence and the output. */
export function run(command, args, { failure, ...options }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true, ...options })
    let stdout = ''
    let everything = ''
    child.stdout.on('data', (chunk) => ((stdout += chunk), (everything += chunk)))
    child.stderr.on('data', (chunk) => (everything += chunk))
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve(stdout)
      else reject(new ExpectedFailure(typeof failure === 'function' ? failure(everything) : failure))
    })
  })
}
