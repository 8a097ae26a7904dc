import { words, type Word } from './words.ts'

/** How people are named in one culture: lists of common names, combined; no one in particular. */
export interface PeopleNames {
  readonly given: readonly Word[]
  readonly family: readonly Word[]
  readonly familyFirst?: boolean
}

const en: PeopleNames = {
  given: words(
    'Amelia Ruth Gareth Nora Callum Imogen Desmond Priya Tobias Maeve Rowan Sienna Curtis Yvonne Felix Odette',
  ),
  family: words(
    'Harcastle Penrose Oduya Whitlock Fenwick Marlowe Quist Abara Linfield Thorne Kessler Bramley Dacre Okafor Winslade D’Arcy',
  ),
}
const de: PeopleNames = {
  given: words(
    'Annika Jürgen Katrin Lutz Mareike Sören Ulrike Bastian Frauke Henning Silke Torben Wiebke Dörte Rüdiger Elke',
  ),
  family: words(
    'Brückner Hülsmann Kettler Lindenau Mühlhoff Nothnagel Osterkamp Pflüger Reuschel Steinweg Tiedemann Voßkuhl Weidlich Zöllner Grothe Eßer',
  ),
}
const fr: PeopleNames = {
  given: words(
    'Agathe Bastien Céline Damien Éloïse Fabrice Gaëlle Hervé Inès Joël Léonie Maëlys Noémie Rémi Solène Thibault',
  ),
  family: words(
    'Aubertin Beauchêne Carpentras Delorme Escoffet Faugère Garnault Hébrard Jourdain Lacombe Mérieux Noirot Peyrac Rouvière Sénéchal Tessier',
  ),
}
const es: PeopleNames = {
  given: words(
    'Adrián Belén Ciro Dolores Efraín Fátima Gonzalo Inés Joaquín Leticia Martín Nuria Óscar Paloma Rocío Tomás',
  ),
  family: words(
    'Arellano Bustamante Carvajal Domínguez Echeverría Figueroa Galdames Ibáñez Lizárraga Montoya Núñez Olivares Quiroga Robledo Saldaña Zúñiga',
  ),
}
const pt: PeopleNames = {
  given: words(
    'Anderson Beatriz Caio Débora Eduarda Flávio Heloísa Ígor Jussara Luan Marília Nilton Otávio Raíssa Sebastião Thaís',
  ),
  family: words(
    'Albuquerque Bragança Cerqueira Drummond Esteves Figueiredo Guimarães Lacerda Magalhães Nóbrega Pacheco Queiroz Rezende Sampaio Tavares Vasconcelos',
  ),
}
const pl: PeopleNames = {
  given: words(
    'Agnieszka Bartosz Dorota Grzegorz Jadwiga Kacper Łucja Małgorzata Paweł Stanisława Tadeusz Wojciech Zofia Żaneta Igor Michał',
  ),
  family: words(
    'Bielecka Chmiel Dąbek Gołąb Jasiński Kłos Lisowska Mróz Nowicka Piekarz Rogalski Śliwa Tkacz Wrona Zając Żuraw',
  ),
}
const sv: PeopleNames = {
  given: words(
    'Åsa Björn Elsa Göran Hedda Ingvar Jonna Kjell Linnéa Mattias Pernilla Rasmus Sigrid Tuva Ulrika Viggo',
  ),
  family: words(
    'Ahlström Bergqvist Dahlgren Ekblad Forsén Grönlund Hammarberg Isaksson Källström Lövgren Norén Öhman Rydell Sjöstedt Wåhlin Zetterblom',
  ),
}
const uk: PeopleNames = {
  given: words(
    'Олена=Olena Тарас=Taras Ірина=Iryna Богдан=Bohdan Оксана=Oksana Юрій=Yurii Наталія=Nataliia Остап=Ostap Соломія=Solomiia Назар=Nazar Дарина=Daryna Левко=Levko',
  ),
  family: words(
    'Коваленко=Kovalenko Гнатюк=Hnatiuk Мельничук=Melnychuk Бондар=Bondar Савчук=Savchuk Яремчук=Yaremchuk Ткаченко=Tkachenko Поліщук=Polishchuk Литвин=Lytvyn Дзюба=Dziuba Щербак=Shcherbak',
  ),
}
const bg: PeopleNames = {
  given: words(
    'Десислава=Desislava Красимир=Krasimir Ралица=Ralitsa Тодор=Todor Цветелина=Tsvetelina Йордан=Yordan Снежана=Snezhana Пламен=Plamen Велина=Velina Явор=Yavor',
  ),
  family: words(
    'Ангелова=Angelova Василев=Vasilev Костадинов=Kostadinov Митева=Miteva Найденов=Naydenov Рангелова=Rangelova Стоянов=Stoyanov Чавдаров=Chavdarov Янева=Yaneva',
  ),
}
const el: PeopleNames = {
  given: words(
    'Αθηνά=Athina Γιώργος=Giorgos Δέσποινα=Despina Ελευθερία=Eleftheria Θανάσης=Thanasis Κυριακή=Kyriaki Λευτέρης=Lefteris Μαρία=Maria Νίκος=Nikos Σοφία=Sofia Χρήστος=Christos',
  ),
  family: words(
    'Αντωνίου=Antoniou Βλαχάκης=Vlachakis Γεωργίου=Georgiou Δημάκη=Dimaki Ζερβός=Zervos Καλλέργης=Kallergis Λάμπρου=Lamprou Μανωλάκη=Manolaki Ξενάκη=Xenaki Παππάς=Pappas',
  ),
}
const ja: PeopleNames = {
  given: words(
    '陽菜=Haruna 健太=Kenta 美咲=Misaki 大輔=Daisuke 由美子=Yumiko 翔=Sho 恵=Megumi 拓也=Takuya 真由=Mayu 修一=Shuichi 彩=Aya',
  ),
  family: words(
    '石原=Ishihara 小野寺=Onodera 川端=Kawabata 桜庭=Sakuraba 瀬戸=Seto 高梨=Takanashi 中野=Nakano 長谷部=Hasebe 藤原=Fujiwara 水谷=Mizutani',
  ),
  familyFirst: true,
}
const zh: PeopleNames = {
  given: words(
    '晓琳=Xiaolin 建国=Jianguo 雨桐=Yutong 志远=Zhiyuan 静怡=Jingyi 浩然=Haoran 美玲=Meiling 俊杰=Junjie 思源=Siyuan 丽华=Lihua 文博=Wenbo',
  ),
  family: words('陈=Chen 郭=Guo 韩=Han 蒋=Jiang 梁=Liang 彭=Peng 沈=Shen 唐=Tang 许=Xu 郑=Zheng'),
  familyFirst: true,
}
const ko: PeopleNames = {
  given: words(
    '서연=Seoyeon 민준=Minjun 하은=Haeun 도현=Dohyun 지우=Jiwoo 성훈=Sunghoon 유진=Yujin 태영=Taeyoung 수빈=Subin 현우=Hyunwoo 은정=Eunjung',
  ),
  family: words('강=Kang 권=Kwon 문=Moon 배=Bae 송=Song 안=Ahn 유=Yoo 임=Lim 조=Cho 황=Hwang'),
  familyFirst: true,
}
const ar: PeopleNames = {
  given: words(
    'ليلى=Layla يوسف=Yousef مريم=Maryam خالد=Khaled نورة=Noura سامر=Samer هدى=Huda طارق=Tariq رنا=Rana فيصل=Faisal سلمى=Salma',
  ),
  family: words(
    'الحداد=Alhaddad النجار=Alnajjar الخطيب=Alkhatib السعدي=Alsaadi العمري=Alomari الصباغ=Alsabbagh المنصوري=Almansoori الراشدي=Alrashdi الشامسي=Alshamsi البنا=Albanna',
  ),
}
const he: PeopleNames = {
  given: words(
    'נועה=Noa איתי=Itay תמר=Tamar אורי=Uri שירה=Shira יואב=Yoav מיכל=Michal עידו=Ido רותם=Rotem אסף=Asaf ליאור=Lior',
  ),
  family: words(
    'אברמוב=Abramov ברקוביץ=Berkovich גולן=Golan דיין=Dayan חדד=Hadad לביא=Lavi מזרחי=Mizrahi סגל=Segal פרידמן=Fridman צור=Tzur שגיא=Sagi',
  ),
}
const hi: PeopleNames = {
  given: words(
    'अनन्या=Ananya विकास=Vikas सुनीता=Sunita रोहन=Rohan कविता=Kavita मनोज=Manoj पूजा=Pooja दीपक=Deepak नेहा=Neha संजय=Sanjay मीरा=Meera',
  ),
  family: words(
    'अग्रवाल=Agarwal चौधरी=Chaudhary गुप्ता=Gupta जोशी=Joshi मिश्रा=Mishra पाटिल=Patil राव=Rao सक्सेना=Saxena तिवारी=Tiwari वर्मा=Verma',
  ),
}

export const PEOPLE = { en, de, fr, es, pt, pl, sv, uk, bg, el, ja, zh, ko, ar, he, hi } as const
export type Culture = keyof typeof PEOPLE
