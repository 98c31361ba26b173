/** Called once when a server process starts, before it answers. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    if (process.env.NEXT_PHASE === 'phase-production-build') return
    const { distrustForwardedHeaders } = await import('@/lib/auth/forwarded-headers')
    distrustForwardedHeaders()
    const { refuseUnreadableRequests } = await import('@/app/api/refuse-unreadable-requests')
    refuseUnreadableRequests()
    const { observeRequests } = await import('@/lib/observe/observe-requests')
    const { knownRoutes } = await import('@/lib/observe/known-routes')
    observeRequests(knownRoutes(/* turbopackIgnore: true */ process.cwd()))
    if (process.env.NODE_ENV === 'production') (await import('@/lib/observe/log')).takeOverConsole()
    const { startJobs } = await import('@/lib/jobs/schedule')
    startJobs()
  }
}
