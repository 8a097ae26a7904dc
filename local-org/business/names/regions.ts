import { deck } from '../random.ts'
import type { Culture } from './people.ts'

/** Where a customer is: its money, its calendar, its addresses. `#` in a pattern stands for a digit. */
export interface Region {
  readonly country: string
  readonly culture: Culture
  readonly currency: string
  readonly locale: string
  readonly language: string
  readonly timeZone: string
  readonly phone: string
  readonly street: string
  /** City, state or province (may be empty), postal code pattern. */
  readonly cities: readonly (readonly [city: string, state: string, postalCode: string])[]
}

export const REGIONS = {
  us: {
    country: 'United States',
    culture: 'en',
    currency: 'USD',
    locale: 'en_US',
    language: 'en_US',
    timeZone: 'America/Chicago',
    phone: '+1 (312) 555-01##',
    street: '### Prairie Avenue',
    cities: [
      ['Chicago', 'IL', '606##'],
      ['Austin', 'TX', '787##'],
      ['Portland', 'OR', '972##'],
      ['Boston', 'MA', '021##'],
    ],
  },
  ca: {
    country: 'Canada',
    culture: 'en',
    currency: 'CAD',
    locale: 'en_CA',
    language: 'en_US',
    timeZone: 'America/Toronto',
    phone: '+1 (416) 555-01##',
    street: '### Lakeshore Road',
    cities: [
      ['Toronto', 'ON', 'M5V #K#'],
      ['Vancouver', 'BC', 'V6B #L#'],
    ],
  },
  gb: {
    country: 'United Kingdom',
    culture: 'en',
    currency: 'GBP',
    locale: 'en_GB',
    language: 'en_GB',
    timeZone: 'Europe/London',
    phone: '+44 20 7946 0###',
    street: '## Wharf Lane',
    cities: [
      ['London', '', 'EC2A #BX'],
      ['Leeds', '', 'LS1 #AB'],
      ['Bristol', '', 'BS1 #TY'],
    ],
  },
  de: {
    country: 'Germany',
    culture: 'de',
    currency: 'EUR',
    locale: 'de_DE',
    language: 'de',
    timeZone: 'Europe/Berlin',
    phone: '+49 30 23125 ###',
    street: 'Lindenstraße ##',
    cities: [
      ['München', 'Bayern', '803##'],
      ['Köln', 'Nordrhein-Westfalen', '506##'],
      ['Leipzig', 'Sachsen', '041##'],
    ],
  },
  fr: {
    country: 'France',
    culture: 'fr',
    currency: 'EUR',
    locale: 'fr_FR',
    language: 'fr',
    timeZone: 'Europe/Paris',
    phone: '+33 1 99 00 ## ##',
    street: '## rue des Tilleuls',
    cities: [
      ['Lyon', '', '6900#'],
      ['Nîmes', '', '30000'],
      ['Paris', '', '7501#'],
    ],
  },
  es: {
    country: 'Spain',
    culture: 'es',
    currency: 'EUR',
    locale: 'es_ES',
    language: 'es',
    timeZone: 'Europe/Madrid',
    phone: '+34 910 00 ## ##',
    street: 'Calle del Olivo, ##',
    cities: [
      ['Málaga', 'Andalucía', '290##'],
      ['A Coruña', 'Galicia', '150##'],
      ['Madrid', 'Madrid', '280##'],
    ],
  },
  br: {
    country: 'Brazil',
    culture: 'pt',
    currency: 'BRL',
    locale: 'pt_BR',
    language: 'pt_BR',
    timeZone: 'America/Sao_Paulo',
    phone: '+55 11 5550-0###',
    street: 'Rua das Jabuticabeiras, ###',
    cities: [
      ['São Paulo', 'SP', '013##-000'],
      ['Florianópolis', 'SC', '880##-000'],
    ],
  },
  pl: {
    country: 'Poland',
    culture: 'pl',
    currency: 'PLN',
    locale: 'pl_PL',
    language: 'pl',
    timeZone: 'Europe/Warsaw',
    phone: '+48 22 550 0# ##',
    street: 'ul. Jesionowa ##',
    cities: [
      ['Łódź', 'łódzkie', '90-###'],
      ['Gdańsk', 'pomorskie', '80-###'],
    ],
  },
  se: {
    country: 'Sweden',
    culture: 'sv',
    currency: 'SEK',
    locale: 'sv_SE',
    language: 'sv',
    timeZone: 'Europe/Stockholm',
    phone: '+46 8 465 004 ##',
    street: 'Björkgatan ##',
    cities: [
      ['Göteborg', 'Västra Götaland', '411 ##'],
      ['Malmö', 'Skåne', '211 ##'],
    ],
  },
  ua: {
    country: 'Ukraine',
    culture: 'uk',
    currency: 'UAH',
    locale: 'uk_UA',
    language: 'uk',
    timeZone: 'Europe/Kyiv',
    phone: '+380 44 500 0# ##',
    street: 'вул. Каштанова, ##',
    cities: [
      ['Київ', '', '010##'],
      ['Львів', 'Львівська область', '790##'],
    ],
  },
  bg: {
    country: 'Bulgaria',
    culture: 'bg',
    currency: 'EUR',
    locale: 'bg_BG',
    language: 'bg',
    timeZone: 'Europe/Sofia',
    phone: '+359 2 900 0# ##',
    street: 'ул. Липова ##',
    cities: [
      ['София', '', '10##'],
      ['Пловдив', '', '40##'],
    ],
  },
  gr: {
    country: 'Greece',
    culture: 'el',
    currency: 'EUR',
    locale: 'el_GR',
    language: 'el',
    timeZone: 'Europe/Athens',
    phone: '+30 21 0000 0###',
    street: 'Οδός Ελιάς ##',
    cities: [
      ['Αθήνα', 'Αττική', '105 ##'],
      ['Θεσσαλονίκη', 'Κεντρική Μακεδονία', '546 ##'],
    ],
  },
  jp: {
    country: 'Japan',
    culture: 'ja',
    currency: 'JPY',
    locale: 'ja_JP',
    language: 'ja',
    timeZone: 'Asia/Tokyo',
    phone: '+81 3 5550 0###',
    street: '桜通り#丁目##番',
    cities: [
      ['港区', '東京都', '105-00##'],
      ['大阪市北区', '大阪府', '530-00##'],
    ],
  },
  cn: {
    country: 'China',
    culture: 'zh',
    currency: 'CNY',
    locale: 'zh_CN',
    language: 'zh_CN',
    timeZone: 'Asia/Shanghai',
    phone: '+86 21 5550 0###',
    street: '梧桐路##号',
    cities: [
      ['上海', '上海市', '2000##'],
      ['深圳', '广东省', '5180##'],
    ],
  },
  kr: {
    country: 'South Korea',
    culture: 'ko',
    currency: 'KRW',
    locale: 'ko_KR',
    language: 'ko',
    timeZone: 'Asia/Seoul',
    phone: '+82 2 550 0###',
    street: '은행나무로 ##',
    cities: [
      ['서울', '서울특별시', '045##'],
      ['부산', '부산광역시', '480##'],
    ],
  },
  ae: {
    country: 'United Arab Emirates',
    culture: 'ar',
    currency: 'AED',
    locale: 'ar_AE',
    language: 'ar',
    timeZone: 'Asia/Dubai',
    phone: '+971 4 550 0###',
    street: 'شارع النخيل ##',
    cities: [
      ['دبي', 'دبي', '000##'],
      ['أبوظبي', 'أبوظبي', '000##'],
    ],
  },
  il: {
    country: 'Israel',
    culture: 'he',
    currency: 'ILS',
    locale: 'iw_IL',
    language: 'iw',
    timeZone: 'Asia/Jerusalem',
    phone: '+972 3 550 0###',
    street: 'רחוב האורנים ##',
    cities: [
      ['תל אביב', '', '61000##'],
      ['חיפה', '', '31000##'],
    ],
  },
  in: {
    country: 'India',
    culture: 'hi',
    currency: 'INR',
    locale: 'hi_IN',
    language: 'hi',
    timeZone: 'Asia/Kolkata',
    phone: '+91 11 5550 0###',
    street: 'पीपल मार्ग ##',
    cities: [
      ['नई दिल्ली', 'दिल्ली', '1100##'],
      ['जयपुर', 'राजस्थान', '3020##'],
    ],
  },
} as const satisfies Record<string, Region>

export type RegionKey = keyof typeof REGIONS

export const REGION_DECK = deck<RegionKey>({
  us: 16,
  ca: 2,
  gb: 7,
  de: 6,
  fr: 4,
  es: 3,
  br: 3,
  pl: 2,
  se: 2,
  ua: 2,
  bg: 1,
  gr: 2,
  jp: 4,
  cn: 3,
  kr: 2,
  ae: 2,
  il: 1,
  in: 2,
})
