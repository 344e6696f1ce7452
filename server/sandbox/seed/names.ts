/** A part of a name: as people write it, and in Latin letters. */
export interface NamePart {
  readonly written: string;
  readonly latin: string;
}

/** Names of one country with what goes with them. */
export interface Country {
  readonly locale: string;
  readonly timeZone: string;
  readonly callingCode: string;
  /** Whether the family name is written first, without a space. */
  readonly isFamilyFirst: boolean;
  readonly givenNames: readonly NamePart[];
  readonly familyNames: readonly NamePart[];
}

/** Letters that do not fall apart into a base letter and a mark. */
const latinLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  æ: 'ae',
  "'": '',
};

/** Reads `written` or `written:latin`, separated by spaces. */
function parts(list: string): NamePart[] {
  return list.split(' ').map((entry) => {
    const [written = '', latin = toLatin(written)] = entry.split(':');
    return { written, latin };
  });
}

function toLatin(written: string): string {
  return written
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z]/g, (letter) => latinLetters[letter] ?? '');
}

function country(
  locale: string,
  timeZone: string,
  callingCode: string,
  givenNames: string,
  familyNames: string,
): Country {
  return {
    locale,
    timeZone,
    callingCode,
    isFamilyFirst: ['ja-JP', 'ko-KR', 'zh-CN'].includes(locale),
    givenNames: parts(givenNames),
    familyNames: parts(familyNames),
  };
}

/** Where the demo users live. */
export const countries: readonly Country[] = [
  country(
    'en-US',
    'America/Chicago',
    '1',
    'Olivia Liam Emma Noah Ava Ethan Sophia Mason Grace Logan Chloe Jackson',
    "Carter Hayes Brooks Sullivan Reed Bennett Foster Coleman Hughes Warren Porter O'Neill",
  ),
  country(
    'en-GB',
    'Europe/London',
    '44',
    'Amelia Oliver Isla Harry Freya Alfie Poppy Archie Imogen Rhys Niamh Callum',
    'Whitaker Ashworth Pemberton Hartley Thornton Lowe Barker Fairfax Doyle MacLeod Evans Marsh',
  ),
  country(
    'de-DE',
    'Europe/Berlin',
    '49',
    'Anna Jonas Lena Lukas Mia Felix Jürgen Käthe Sören Birgit Matthias Heike',
    'Schröder Müller Weiß Becker Köhler Krüger Vogel Jäger Lehmann Böhm Seidel Groß',
  ),
  country(
    'fr-FR',
    'Europe/Paris',
    '33',
    'Camille Hugo Chloé Louis Zoé Gaël Margaux Théo Inès Rémi Éloïse Benoît',
    'Lefèvre Moreau Girard Dupré Rousseau Garnier Faucher Chevalier Lemaître Besson Noël Perrin',
  ),
  country(
    'es-ES',
    'Europe/Madrid',
    '34',
    'Lucía Hugo Sofía Martín Inés Álvaro Carmen Íñigo Rocío Andrés Begoña Nicolás',
    'García Fernández Núñez Ibáñez Muñoz Ortega Peña Vázquez Molina Castro Iglesias Cortés',
  ),
  country(
    'pl-PL',
    'Europe/Warsaw',
    '48',
    'Zofia Jakub Małgorzata Łukasz Kinga Wojciech Agnieszka Paweł Żaneta Michał Dorota Stanisław',
    'Wójcik Kowalczyk Zieliński Szymański Dąbrowski Kozłowski Pawlak Mazur Głowacki Sikora Żak Ćwikła',
  ),
  country(
    'sv-SE',
    'Europe/Stockholm',
    '46',
    'Astrid Björn Elsa Gustav Freja Håkan Linnéa Måns Saga Östen Ylva Viggo',
    'Lindqvist Bergström Åkesson Sjöberg Nyström Öberg Hedlund Söderlund Ekman Wallin Forsberg Ström',
  ),
  country(
    'tr-TR',
    'Europe/Istanbul',
    '90',
    'Ayşe Mehmet Zeynep Emre Elif Çağan Şule Barış Gökçe Onur Işıl Tuğba',
    'Yılmaz Demir Şahin Çelik Yıldız Aydın Öztürk Arslan Doğan Kılıç Güneş Erdoğmuş',
  ),
  country(
    'pt-BR',
    'America/Sao_Paulo',
    '55',
    'Mariana João Beatriz Thiago Letícia Caio Luíza Murilo Conceição Tainá Vitória Rafael',
    'Silva Araújo Gonçalves Moraes Teixeira Brandão Falcão Sampaio Guimarães Queiroz Lacerda Simões',
  ),
  country(
    'vi-VN',
    'Asia/Ho_Chi_Minh',
    '84',
    'Linh Đức Thảo Minh Hương Tuấn Ngọc Phương Quân Yến Hải Trâm',
    'Nguyễn Trần Lê Phạm Hoàng Phan Võ Đặng Bùi Đỗ Hồ Dương',
  ),
  country(
    'en-NG',
    'Africa/Lagos',
    '234',
    'Chidi Amara Tunde Ngozi Emeka Folake Ifeanyi Yetunde Obinna Zainab Segun Adaeze',
    'Okafor Adeyemi Balogun Eze Okonkwo Bello Nwosu Adebayo Ibrahim Onyeka Lawal Uche',
  ),
  country(
    'ja-JP',
    'Asia/Tokyo',
    '81',
    '陽菜:hina 蓮:ren 結衣:yui 大翔:hiroto さくら:sakura 悠真:yuma 美咲:misaki 健太:kenta 葵:aoi 翔太:shota 七海:nanami 直樹:naoki',
    '佐藤:sato 鈴木:suzuki 高橋:takahashi 田中:tanaka 渡辺:watanabe 伊藤:ito 山本:yamamoto 中村:nakamura 小林:kobayashi 加藤:kato 吉田:yoshida 山田:yamada',
  ),
  country(
    'ko-KR',
    'Asia/Seoul',
    '82',
    '지우:jiwoo 민준:minjun 서연:seoyeon 하준:hajun 수아:sua 도윤:doyun 은지:eunji 현우:hyunwoo 예린:yerin 성민:sungmin 유나:yuna 태현:taehyun',
    '김:kim 이:lee 박:park 최:choi 정:jung 강:kang 조:cho 윤:yoon 장:jang 임:lim 한:han 오:oh',
  ),
  country(
    'zh-CN',
    'Asia/Shanghai',
    '86',
    '伟:wei 芳:fang 秀英:xiuying 强:qiang 静:jing 磊:lei 婷:ting 浩然:haoran 雪梅:xuemei 子涵:zihan 建国:jianguo 欣怡:xinyi',
    '王:wang 李:li 张:zhang 刘:liu 陈:chen 杨:yang 赵:zhao 黄:huang 周:zhou 吴:wu 徐:xu 孙:sun',
  ),
  country(
    'uk-UA',
    'Europe/Kyiv',
    '380',
    'Олена:olena Андрій:andrii Оксана:oksana Богдан:bohdan Ірина:iryna Тарас:taras Соломія:solomiia Юрій:yurii Катерина:kateryna Дмитро:dmytro Леся:lesia Остап:ostap',
    'Шевченко:shevchenko Бондаренко:bondarenko Коваль:koval Ткаченко:tkachenko Кравець:kravets Мельник:melnyk Лисенко:lysenko Гончар:honchar Рудько:rudko Савчук:savchuk Поліщук:polishchuk Білик:bilyk',
  ),
  country(
    'el-GR',
    'Europe/Athens',
    '30',
    'Ελένη:eleni Γιώργος:giorgos Μαρία:maria Νίκος:nikos Κατερίνα:katerina Δημήτρης:dimitris Σοφία:sofia Κώστας:kostas Άννα:anna Παύλος:pavlos Ζωή:zoi Στέλιος:stelios',
    'Παπαδόπουλος:papadopoulos Γεωργίου:georgiou Οικονόμου:oikonomou Νικολάου:nikolaou Δήμου:dimou Βλάχος:vlachos Καραγιάννης:karagiannis Αντωνίου:antoniou Μακρής:makris Ράπτης:raptis Σιδέρης:sideris Φωτίου:fotiou',
  ),
  country(
    'ar-EG',
    'Africa/Cairo',
    '20',
    'فاطمة:fatma محمد:mohamed مريم:mariam أحمد:ahmed نور:nour يوسف:youssef سلمى:salma عمر:omar هدى:hoda كريم:karim ليلى:laila خالد:khaled',
    'حسن:hassan إبراهيم:ibrahim السيد:elsayed منصور:mansour فاروق:farouk صالح:saleh عثمان:othman رمضان:ramadan شريف:sherif نجيب:naguib حمدي:hamdy زكي:zaki',
  ),
  country(
    'hi-IN',
    'Asia/Kolkata',
    '91',
    'अनन्या:ananya आरव:aarav प्रिया:priya रोहन:rohan दीपिका:deepika अर्जुन:arjun कविता:kavita विक्रम:vikram नेहा:neha संजय:sanjay मीरा:meera राहुल:rahul',
    'शर्मा:sharma वर्मा:verma गुप्ता:gupta सिंह:singh पटेल:patel मेहता:mehta जोशी:joshi अय्यर:iyer राव:rao चौधरी:chaudhary मिश्रा:mishra कुलकर्णी:kulkarni',
  ),
  country(
    'he-IL',
    'Asia/Jerusalem',
    '972',
    'נועה:noa איתן:eitan תמר:tamar יונתן:yonatan שירה:shira דוד:david מיכל:michal אורי:uri רוני:roni גיא:guy הילה:hila עמית:amit',
    'כהן:cohen לוי:levi מזרחי:mizrahi פרץ:peretz ביטון:biton אברהם:avraham פרידמן:friedman שפירא:shapira אדלר:adler דהן:dahan גולן:golan ברק:barak',
  ),
];
