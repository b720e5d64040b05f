import { defineTask } from '@punctual/core'

/** The task by its name and input alone: who asks for an invoice needs not know who writes it. */
export const sendInvoice = defineTask<{ order: string; item: string }>('send-invoice', {
  retry: 3,
  timeout: '1m',
})
