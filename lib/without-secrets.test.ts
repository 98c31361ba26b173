import { expect, it } from 'vitest'
import { withoutSecrets } from './without-secrets'

const token = 'gKY6LaKd70JydCGghXFvGUT0k47JoKVSd2sfHSAcTw4'

it.each([
  `onebill_${token}`,
  'sk-ant-admin01-abcdef',
  `Authorization: Bearer ${token}`,
  'smtp://user:hunter2@mail.example.com',
  `http://localhost:3000/join/${token}`,
  `http://localhost:3000/reset/${token}`,
  `http://localhost:3000/welcome?token=${token}`,
])('hides what is secret in %s', (text) => {
  const shown = withoutSecrets(new Error('failed', { cause: new Error(text) }))
  expect(shown).toContain('[hidden]')
  expect(shown).not.toMatch(/gKY6|abcdef|hunter2/)
})
