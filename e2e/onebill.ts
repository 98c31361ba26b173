import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createServer } from 'node:net'

const ROOT = path.resolve(import.meta.dirname, '..')

/** The instant every story is told at, unless it says otherwise: a Sunday, so weeks and months are both under way. */
export const NOW = '2026-11-22T10:30:00Z'

interface Started {
  child: ChildProcess
  output: () => string
  /** Resolves with the first match in what the process prints; rejects when it ends before. */
  printed: (pattern: RegExp) => Promise<RegExpMatchArray>
  ended: Promise<number | null>
}

function start(command: string[], env: NodeJS.ProcessEnv, stdin: 'ignore' | 'pipe'): Started {
  const [program = '', ...args] = command
  const child = spawn(program, args, { cwd: ROOT, env, stdio: [stdin, 'pipe', 'pipe'] })
  let text = ''
  const waiting = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      for (const check of waiting) check()
    })
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  const printed = (pattern: RegExp) =>
    new Promise<RegExpMatchArray>((resolve, reject) => {
      const check = () => {
        const match = text.match(pattern)
        if (!match) return
        waiting.delete(check)
        resolve(match)
      }
      waiting.add(check)
      check()
      void ended.then((code) => reject(new Error(`ended with ${code} before printing ${pattern}:\n${text}`)))
    })
  return { child, output: () => text, printed, ended }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

export interface Simulator {
  url: string
  adminKey: string
  organizationId: string
  /** Faults, restatements, the clock: see lib/simulator/control-endpoints.ts. */
  control: (order: object) => Promise<void>
  /** What the sums must be: exact decimal dollars. */
  truth: (
    from: string,
    to: string,
    by?: string,
  ) => Promise<{ total_usd: string; rows: { key: string | null; amount_usd: string }[] }>
  stop: () => Promise<void>
}

/** The Admin API simulator in a process of its own, telling a story. */
export async function startSimulator(story: string, now = NOW): Promise<Simulator> {
  const tsx = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs')
  const command = [
    process.execPath,
    tsx,
    'lib/simulator/serve.ts',
    '--story',
    story,
    '--now',
    now,
    '--control',
  ]
  const process_ = start(command, process.env, 'pipe')
  const [line] = await process_.printed(/^\{.*\}$/m)
  const { url, adminKey, organizationId } = JSON.parse(line) as Omit<Simulator, 'control' | 'truth' | 'stop'>
  return {
    url,
    adminKey,
    organizationId,
    async control(order) {
      const response = await fetch(`${url}/__control`, { method: 'POST', body: JSON.stringify(order) })
      if (!response.ok) throw new Error(await response.text())
    },
    async truth(from, to, by = 'total') {
      const response = await fetch(`${url}/__truth?${new URLSearchParams({ from, to, by })}`)
      if (!response.ok) throw new Error(await response.text())
      return (await response.json()) as Awaited<ReturnType<Simulator['truth']>>
    },
    async stop() {
      process_.child.kill('SIGTERM')
      await process_.ended
    },
  }
}

export interface Onebill {
  url: string
  signInLink: string
  dataDir: string
  output: () => string
  /** Runs the command line beside the server. */
  commandLine: (...args: string[]) => { status: number | null; stdout: string; stderr: string }
  /** SIGKILL to the launcher and whatever it started, then a new start on the same data, from now on with these settings too. */
  killAndRestart: (settings?: Record<string, string>) => Promise<void>
  stop: () => Promise<number | null>
}

/** A fresh installation on its own data folder and port, started the way a person starts it. */
export async function startOnebill(settings: Record<string, string> = {}): Promise<Onebill> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'onebill-e2e-'))
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PORT: String(await freePort()),
    ONEBILL_DATA_DIR: dataDir,
    ONEBILL_TEST: '1',
    ONEBILL_NOW: NOW,
    ONEBILL_SYNC_EVERY: '0',
    ...settings,
  }
  const launch = async () => {
    const process_ = start([process.execPath, 'scripts/start.mjs'], env, 'ignore')
    await process_.printed(/ready/i)
    return process_
  }
  // A port that was free may be another story's by the time this one's server is ready to take it.
  const launchOnFreePort = async (tries = 3): Promise<Awaited<ReturnType<typeof launch>>> => {
    try {
      return await launch()
    } catch (error) {
      if (tries === 1 || !String(error).includes('is taken by another program')) throw error
      env.PORT = String(await freePort())
      return launchOnFreePort(tries - 1)
    }
  }
  let running = await launchOnFreePort()
  const [link] = await running.printed(/http:\S+\/welcome\?token=\S+(?=\n)/)
  return {
    url: `http://localhost:${env.PORT}`,
    signInLink: link,
    dataDir,
    output: () => running.output(),
    commandLine(...args) {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/cli.mjs', ...args], {
        cwd: ROOT,
        env,
        encoding: 'utf8',
      })
      return { status, stdout, stderr }
    },
    async killAndRestart(changed) {
      running.child.kill('SIGKILL')
      await running.ended
      Object.assign(env, changed)
      running = await launch()
    },
    async stop() {
      running.child.kill('SIGTERM')
      const code = await running.ended
      rmSync(dataDir, { recursive: true, force: true })
      return code
    },
  }
}
