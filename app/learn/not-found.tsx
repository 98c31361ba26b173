export { default } from '../(team)/not-found'
