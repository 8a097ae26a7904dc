/** Which industry a trade in a company's name belongs to, by the trade's Latin spelling. */
const TRADES: Readonly<Record<string, string>> = {
  Technology:
    'Analytics Robotics Technology Technologies Tekhnolohii Analityka Systems Soft Softuer Messtechnik Maetteknik',
  Transportation:
    'Freight Logistics Logistik Logistica Logistyka Lohistyka Logistika Transports Transport Akeri',
  Shipping: 'Shipping Zegluga',
  'Food & Beverage': 'Foods Alimentos Alimentacao Livsmedel Brauerei Moloko Ahro',
  Retail: 'Textiles Outfitters Moebel Moebler Comercio Spoldzielnia Diseno Tekstyl Mebeli Textilien',
  Energy: 'Energy Energie Energia Enerhiia Energiya',
  Healthcare: 'Health Diagnostics Medical Healthcare Saude Laboratoires',
  Insurance: 'Insurance Versicherung Assurances Seguros Ubezpieczenia Foersaekring Zastrahovane',
  Media: 'Media Verlag Editions Wydawnictwo Foerlag',
  Banking: 'Payments',
  Engineering: 'Aerospace Precision',
  Education: 'Learning Educacao Education',
  Hospitality: 'Hotels Hotellerie Hotelera',
  Manufacturing: 'Maschinenbau Geraetebau Mecanique Quimica Works Skog',
  Construction: 'Construccion Construcao Bud',
  Telecommunications: 'Lacznosc',
}

const INDUSTRY_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(TRADES).flatMap(([industry, trades]) =>
    trades.split(' ').map((trade) => [trade, industry] as const),
  ),
)

export function industryOf(trade: string): string | undefined {
  return INDUSTRY_OF.get(trade)
}
