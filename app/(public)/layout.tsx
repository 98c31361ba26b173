export { PlainFrame as default } from '@/components/shell/plain-frame'
