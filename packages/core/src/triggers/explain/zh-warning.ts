import type { NeverFires, UnevenStep, Warning } from './warning.ts'
import { zhWeekday } from './zh-text.ts'

/** A warning in Chinese, without the mark at its begin. */
export function zhWarning(warning: Warning): string {
  switch (warning.kind) {
    case 'neverFires':
      return neverFires(warning)
    case 'unevenStep':
      return unevenStep(warning)
    case 'eitherDay':
      return '两个日期字段满足其一即可：日期或星期匹配都会触发。若要两者同时满足，请在星期字段前加 +。'
    case 'starredDay':
      return 'Vixie cron 和 cronie 在这里要求两个日期字段同时满足，因为其中一个以 * 开头。'
    case 'absentDay':
      return `没有 ${warning.day} 日的月份不触发。`
    case 'clockChange':
      return clockChange(warning)
    case 'elapsedDays':
      return `${warning.days} 天指实际经过的 ${warning.days * 24} 小时：时钟调整后，触发的当地时间会改变。若要每天同一当地时间，请用 cron 或 calendar。`
    case 'partsFromStorage':
      return '没有 start 的部分从作业首次保存时开始计算，各部分可能永远不会重合：请为每个部分指定 start。'
  }
}

function unevenStep({ unit, step, last, gap }: UnevenStep): string {
  const { again, place } = STEPS[unit]
  const differs = gap === null ? '会不同' : `为 ${gap}`
  return `步长 ${step} 每${again}重新计数，因此${place(last)}之后的间隔${differs}。`
}

const STEPS = {
  second: { again: '分钟', place: (value: number): string => `第 ${value} 秒` },
  minute: { again: '小时', place: (value: number): string => `第 ${value} 分` },
  hour: { again: '天', place: (value: number): string => ` ${value} 时` },
  day: { again: '月', place: (value: number): string => ` ${value} 日` },
  month: { again: '年', place: (value: number): string => ` ${value} 月` },
  weekday: { again: '周', place: zhWeekday },
}

function neverFires({ part, assumed, why }: NeverFires): string {
  const who = part === null ? '永远不会触发' : `其中一部分“${part}”永远不会触发`
  const where = assumed === null ? '' : `（按 ${assumed} 解读时间）`
  return `${who}${where}：${WHY[why]}。`
}

const WHY = {
  end: '在首次触发之前就已结束',
  search: '在 400 年和搜索上限之内没有找到任何时刻',
}

function clockChange({ rule, change }: Extract<Warning, { kind: 'clockChange' }>): string {
  const { skips, repeats } = RULES[rule]
  const said = { skips, repeats, both: `${skips}；${repeats}` }[change]
  return `时钟调整时，${said}。`
}

const RULES = {
  fixed: {
    skips: '被跳过的时间在跳过的时段结束时触发一次',
    repeats: '重复出现的时间只在第一次触发',
  },
  wildcard: {
    skips: '被跳过的时间不触发',
    repeats: '重复出现的时间触发两次',
  },
  calendar: {
    skips: '若该时间被跳过，则略过当天',
    repeats: '若该时间重复出现，则只在第一次触发',
  },
}
