// What is bundled before Node can read it.
export { validate } from '@actions/languageservice'
