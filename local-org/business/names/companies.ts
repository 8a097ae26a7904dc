import type { Culture } from './people.ts'
import { words, type Word } from './words.ts'

/** How companies are named in one culture: an invented stem, a trade, and how the two are put together. */
export interface CompanyNames {
  readonly stems: readonly Word[]
  readonly trades: readonly Word[]
  readonly legal: readonly string[]
  /** Where the legal form stands; a trade stands before the stem in some languages. */
  readonly legalFirst?: boolean
  readonly tradeFirst?: boolean
  readonly space?: ''
  readonly isLatin?: boolean
  /** A tail that makes the name as long as real holding companies make theirs. */
  readonly long: string
}

const stems = words(
  'Alderwick Brightmoor Caldermoss Dunmarrow Elmwicket Fairhollow Greymallow Hallowmere Ironwether Junivere Kestrelby Larkspire ' +
    'Mossgate Nightingrove Oakhollin Pellarine Quillarrow Rookfield Stonewether Thistlemark Umberfell Vantrelle Willowmark Yarrowby ' +
    'Zephyrine Ashlowen Birchline Cobaltine Driftmark Everlume Foxgarrow Goldfinlow Heronlea Inkmere Jadewater Lumenwick Marlstone',
)
const LONG =
  'International Holdings and Consolidated Services for Northern, Central and Eastern Europe, the Middle East and Africa'

function latin(trades: string, legal: readonly string[], tradeFirst = false): CompanyNames {
  return { stems, trades: words(trades), legal, tradeFirst, isLatin: true, long: LONG }
}

export const COMPANIES: Readonly<Record<Culture, CompanyNames>> = {
  en: latin(
    'Analytics Freight Robotics Foods Textiles Energy Health Insurance Media Logistics Diagnostics Outfitters Payments Aerospace Learning Hotels',
    ['', '', '', 'Ltd', 'Inc.', 'Group'],
  ),
  de: latin('Logistik Maschinenbau Versicherung Energie Möbel Messtechnik Verlag Gerätebau Brauerei', [
    'GmbH',
    'AG',
    'GmbH & Co. KG',
  ]),
  fr: latin(
    'Assurances Textiles Énergie Laboratoires Éditions Transports Hôtellerie Mécanique',
    ['SA', 'SAS', ''],
    true,
  ),
  es: latin(
    'Alimentos Energía Logística Seguros Diseño Construcción Hotelera Química',
    ['S.A.', 'S.L.', ''],
    true,
  ),
  pt: latin('Alimentação Logística Saúde Energia Educação Construção Comércio', ['Ltda.', 'S.A.', ''], true),
  pl: latin('Logistyka Żegluga Energia Ubezpieczenia Spółdzielnia Wydawnictwo Łączność', [
    'S.A.',
    'sp. z o.o.',
  ]),
  sv: latin('Skog Försäkring Möbler Mätteknik Livsmedel Åkeri Förlag', ['AB', 'AB']),
  uk: {
    stems: words(
      'Зоряна=Zoriana Вишиванка=Vyshyvanka Дніпровський_Берег=Dniprovskyi_Bereh Карпатський_Ліс=Karpatskyi_Lis Світанок=Svitanok Бурштин=Burshtyn Криниця=Krynytsia Лелека=Leleka Полин=Polyn Веселка=Veselka Жайвір=Zhaivir',
    ),
    trades: words(
      'Логістика=Lohistyka Енергія=Enerhiia Молоко=Moloko Аналітика=Analityka Буд=Bud Текстиль=Tekstyl Агро=Ahro',
    ),
    legal: ['ТОВ', 'ПрАТ'],
    legalFirst: true,
    long: 'Міжнародна об’єднана компанія з перевезень, страхування та обслуговування підприємств',
  },
  bg: {
    stems: words(
      'Балканска_Роза=Balkanska_Roza Витоша=Vitosha_Nord Жерав=Zherav Кехлибар=Kehlibar Лавандула=Lavandula Орлово=Orlovo Пеперуда=Peperuda Яворов_Дол=Yavorov_Dol Щурец=Shturets',
    ),
    trades: words(
      'Логистика=Logistika Застраховане=Zastrahovane Енергия=Energia Мебели=Mebeli Софтуер=Softuer',
    ),
    legal: ['АД', 'ЕООД'],
    long: 'Международно обединено дружество за транспорт, застраховане и обслужване на предприятия',
  },
  el: {
    stems: words(
      'Αλκυόνα=Alkyona Γαλαξίας=Galaxias Δάφνη=Dafni Ελαιώνας=Elaionas Θαλασσινή=Thalassini Κύκνος=Kyknos Λυχνάρι=Lychnari Μελίτη=Meliti Ροδιά=Rodia Χελιδόνι=Chelidoni Ψηφίδα=Psifida',
    ),
    trades: words(
      'Ναυτιλιακή=Shipping Ενεργειακή=Energy Τρόφιμα=Foods Ασφάλειες=Insurance Τεχνολογία=Technology',
    ),
    legal: ['Α.Ε.', 'Ε.Π.Ε.'],
    long: 'Διεθνής Ενοποιημένη Εταιρεία Μεταφορών, Ασφαλειών και Υπηρεσιών προς Επιχειρήσεις',
  },
  ja: {
    stems: words(
      '青霧=Aogiri 若葉丘=Wakabaoka 月影=Tsukikage 白鷺野=Shirasagino 千歳川=Chitosegawa 朝凪=Asanagi 椿原=Tsubakihara 風見=Kazami 星見台=Hoshimidai 楓井=Kaedei',
    ),
    trades: words(
      '物流=Logistics 製作所=Works 食品=Foods 精密=Precision 保険=Insurance システムズ=Systems 医療機器=Medical',
    ),
    legal: ['株式会社'],
    legalFirst: true,
    space: '',
    long: '国際総合物流保険情報サービスホールディングス東日本統括本部',
  },
  zh: {
    stems: words(
      '云帆海=Yunfanhai 松鹤岭=Songheling 晨曦谷=Chenxigu 远鹭=Yuanlu 青禾湾=Qinghewan 瀚墨=Hanmo 星桥=Xingqiao 白桦林=Baihualin 鼎澜=Dinglan',
    ),
    trades: words(
      '物流=Logistics 科技=Technology 食品=Foods 能源=Energy 医疗=Medical 纺织=Textiles 教育=Education',
    ),
    legal: ['有限公司', '股份有限公司'],
    space: '',
    long: '国际综合供应链管理与信息技术服务集团',
  },
  ko: {
    stems: words(
      '한빛마루=Hanbitmaru 새봄들=Saebomdeul 푸른솔길=Pureunsol 달빛나루=Dalbitnaru 은하수뜰=Eunhasu 바람골=Baramgol 늘찬=Neulchan 가온누리=Gaonnuri 도담별=Dodambyeol',
    ),
    trades: words(
      '물류=Logistics 정밀=Precision 식품=Foods 에너지=Energy 보험=Insurance 소프트=Soft 의료기=Medical',
    ),
    legal: ['주식회사', '(주)'],
    legalFirst: true,
    long: '국제 종합 물류 보험 정보 서비스 홀딩스',
  },
  ar: {
    stems: words(
      'الواحة_الزرقاء=Alwaha_Alzarqa نسيم_الخليج=Naseem_Alkhaleej برج_اللؤلؤ=Burj_Allulu ظلال_النخيل=Zilal_Alnakheel قمر_الصحراء=Qamar_Alsahra ينابيع_الشرق=Yanabee_Alsharq شراع_الفجر=Shiraa_Alfajr غصن_الزيتون=Ghusn_Alzaytoon درب_القوافل=Darb_Alqawafil',
    ),
    trades: words(
      'للتأمين=Insurance للخدمات_اللوجستية=Logistics للطاقة=Energy للأغذية=Foods للتقنية=Technology للرعاية_الصحية=Healthcare',
    ),
    legal: ['شركة', 'مجموعة', 'مؤسسة'],
    legalFirst: true,
    long: 'القابضة الدولية للاستثمار والنقل البحري وخدمات الأعمال المتكاملة في منطقة الخليج والشرق الأوسط وشمال أفريقيا',
  },
  he: {
    stems: words(
      'אלון_הצפון=Alon_Hatzafon גלי_ים=Galei_Yam דרור_כחול=Dror_Kachol הדרים=Hadarim_Plus זוהר=Zohar_Or כרמלית_חדשה=Carmelit_Hadasha ענבר=Inbar_Gal צבר=Tzabar_Net רימון=Rimon_Ad שקמה=Shikma_Lev',
    ),
    trades: words(
      'לוגיסטיקה=Logistics טכנולוגיות=Technologies ביטוח=Insurance מזון=Foods אנרגיה=Energy מדיקל=Medical',
    ),
    legal: ['בע״מ'],
    long: 'אחזקות בינלאומיות, שירותי תובלה ימית וביטוח עסקי לאזור הים התיכון',
  },
  hi: {
    stems: words(
      'नीलकमल_पथ=Neelkamal_Path सूर्योदय_वन=Suryoday_Van मयूर_झील=Mayur_Jheel चंदन_ग्राम=Chandan_Gram अमृत_सेतु=Amrit_Setu केसर_घाटी=Kesar_Ghati तारामंडल=Taramandal वनफूल=Vanphool',
    ),
    trades: words('ऊर्जा=Energy वस्त्र=Textiles बीमा=Insurance खाद्य=Foods तकनीक=Technology परिवहन=Transport'),
    legal: ['प्राइवेट लिमिटेड', 'लिमिटेड'],
    long: 'अंतरराष्ट्रीय परिवहन, बीमा एवं व्यावसायिक सेवा समूह',
  },
}
