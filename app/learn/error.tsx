'use client'

export { default } from '../(team)/error'
