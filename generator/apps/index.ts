import type { App } from '../fleet/types.ts'
import { azureDriver } from './azure-driver/azure-driver.ts'
import { geodata } from './geodata/geodata.ts'
import { manifests } from './manifests/manifests.ts'
import { odcProductGeneration } from './odc-product-generation/odc-product-generation.ts'
import { prefectAgent } from './prefect/prefect-agent.ts'
import { prefectOrion } from './prefect/prefect-orion.ts'
import { prefectServer } from './prefect/prefect-server.ts'
import { prefectWorker } from './prefect/prefect-worker.ts'
import { tensorioAggregator } from './tensorio-models/tensorio-aggregator.ts'
import { tensorioModels } from './tensorio-models/tensorio-models.ts'

export const apps: readonly App[] = [
  geodata,
  prefectOrion,
  prefectAgent,
  prefectServer,
  prefectWorker,
  tensorioModels,
  tensorioAggregator,
  odcProductGeneration,
  azureDriver,
  manifests,
]
