import type { Platform } from '../fleet/types.ts'
import { minikube } from './minikube.ts'
import { nova } from './nova.ts'
import { openshift } from './openshift.ts'

export const platforms: readonly Platform[] = [minikube, nova, openshift]
