import type { Command } from '../command.ts'
import { explain } from './explain.ts'
import { generate } from './generate.ts'
import { list } from './list.ts'
import { render } from './render.ts'
import { run } from './run.ts'
import { schemas } from './schemas.ts'
import { set } from './set.ts'
import { validate } from './validate.ts'

export const commands: readonly Command[] = [
  generate,
  validate,
  explain,
  render,
  list,
  set,
  run,
  schemas,
]
