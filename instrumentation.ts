/** Called once when a server process starts, before it answers. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    if (process.env.NEXT_PHASE === 'phase-production-build') return
    const { distrustForwardedHeaders } = await import('@/lib/auth/forwarded-headers')
    distrustForwardedHeaders()
    const { refuseUnreadableRequests } = await import('@/app/api/refuse-unreadable-requests')
    refuseUnreadableRequests()
    const { startJobs } = await import('@/lib/jobs/schedule')
    startJobs()
  }
}
