//! What the wording of one line gives away about its role, whatever page it stands on.
//!
//! The phrases are those that publishing systems put around articles; they were collected from such systems'
//! templates and from general reading, in the languages the readers of these pages meet most.

/// The role that a line's own words show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cue {
    /// A button, a menu entry, a notice about the page's workings.
    Button,
    /// A paragraph about cookies, comment rules, newsletters, donations.
    Notice,
    /// A heading over comments: "12 comments".
    CommentHead,
    /// A heading over pointers to other articles on the subject.
    RelatedHead,
    /// A heading over other articles: "This week", "Most read".
    TeaserHead,
    /// "Related: …" or "READ MORE: …" on one line.
    RelatedLine,
    /// "Read more" standing alone.
    ReadMore,
    /// "TAGS: …", "Filed under …".
    Tags,
    /// The text of a picture or a table.
    Caption,
    /// Who took the picture or owns the text.
    Credit,
    /// Author, date or category of the document.
    Meta,
}

const BUTTONS: &[&str] = &[
    "home",
    "menu",
    "search",
    "sign in",
    "sign up",
    "log in",
    "login",
    "logout",
    "log out",
    "register",
    "subscribe",
    "subscribe now",
    "donate",
    "donate now",
    "share",
    "share this",
    "share this article",
    "share this page",
    "share this story",
    "share this post",
    "tweet",
    "print",
    "print this page",
    "email",
    "e-mail",
    "email this",
    "pin it",
    "facebook",
    "twitter",
    "linkedin",
    "whatsapp",
    "reddit",
    "telegram",
    "copy link",
    "link copied",
    "save",
    "saved",
    "bookmark",
    "close",
    "open menu",
    "close menu",
    "toggle navigation",
    "toggle menu",
    "main menu",
    "back to top",
    "top",
    "top of page",
    "next",
    "previous",
    "next article",
    "previous article",
    "next post",
    "previous post",
    "loading",
    "loading, please wait",
    "please wait",
    "advertisement",
    "advertising",
    "sponsored",
    "sponsored content",
    "promoted content",
    "skip to content",
    "skip to main content",
    "skip to navigation",
    "contact",
    "contact us",
    "about",
    "about us",
    "privacy",
    "privacy policy",
    "terms",
    "terms of use",
    "terms of service",
    "terms and conditions",
    "cookie policy",
    "cookie settings",
    "manage cookies",
    "accessibility",
    "sitemap",
    "site map",
    "faq",
    "help",
    "rss",
    "accept",
    "accept all",
    "reject all",
    "i agree",
    "got it",
    "ok",
    "view all comments",
    "view comments",
    "show comments",
    "load more comments",
    "inline feedbacks",
    "notify of",
    "most voted",
    "newest",
    "oldest",
    "newest oldest",
    "newest most voted",
    "oldest newest",
    "reply",
    "like",
    "report",
    "flag",
    "edit",
    "follow",
    "following",
    "load more",
    "show more",
    "view more",
    "see more",
    "see all",
    "view all",
    "post comment",
    "submit",
    "submit comment",
    "cancel reply",
    "leave a reply",
    "leave a comment",
    "add a comment",
    "post a comment",
    "your email address will not be published",
    "required fields are marked *",
    "hero banner",
    "news source image",
    "listen to this article",
    "listen",
    "play",
    "pause",
    "watch",
    "download",
    "download pdf",
    "pdf",
    "view larger",
    "enlarge image",
    "expand",
    "collapse",
    "hide caption",
    "toggle caption",
    "newsletter",
    "newsletters",
    "get our newsletter",
    "follow us",
    "follow us on",
    "connect with us",
    "stay connected",
    "stay informed",
    "join us",
    "take action",
    "font size",
    "text size",
    "a a a",
    "gift article",
    "give this article",
    "comment",
    "share on facebook",
    "share on twitter",
    "share via email",
    "most read articles",
    "javascript is disabled",
    "please enable javascript",
    "add to cart",
    "buy now",
    "shop now",
    "learn more",
    "click here",
    "tell us what you think",
    "thank you for subscribing",
    "all topics",
    "choose language",
    "language",
    "english",
    "en español",
    "español",
    "français",
    "deutsch",
    "русский",
    "中文",
    "한국어",
    "teilen",
    "drucken",
    "anmelden",
    "suche",
    "startseite",
    "menü",
    "impressum",
    "datenschutz",
    "kontakt",
    "mehr laden",
    "werbung",
    "partager",
    "imprimer",
    "accueil",
    "rechercher",
    "se connecter",
    "s'abonner",
    "publicité",
    "compartir",
    "imprimir",
    "inicio",
    "buscar",
    "iniciar sesión",
    "suscribirse",
    "publicidad",
    "поделиться",
    "главная",
    "поиск",
    "войти",
    "подписаться",
    "реклама",
    "печать",
    "меню",
    "версия для печати",
    "наверх",
    "читать также",
    "загрузить ещё",
    "공유",
    "인쇄",
    "로그인",
    "회원가입",
    "검색",
    "메뉴",
    "홈",
    "글자크기",
    "기사공유",
    "스크랩",
    "댓글",
    "목록",
    "이전기사",
    "다음기사",
    "분享",
    "分享",
    "打印",
    "登录",
    "注册",
    "首页",
    "搜索",
    "返回顶部",
    "上一篇",
    "下一篇",
    "字号",
    "ログイン",
    "検索",
    "シェア",
    "印刷",
];

const RELATED_HEADS: &[&str] = &[
    "related",
    "related articles",
    "related article",
    "related stories",
    "related story",
    "related news",
    "related content",
    "related posts",
    "related topics",
    "related links",
    "related reading",
    "related reports",
    "related publications",
    "related resources",
    "related documents",
    "related coverage",
    "related items",
    "see also",
    "see more on",
    "read also",
    "also read",
    "further reading",
    "more on this story",
    "more on this topic",
    "more on this",
    "more on this subject",
    "recommended reading",
    "similar articles",
    "similar stories",
    "more like this",
    "you might also be interested in",
    "related materials",
    "related to this story",
    "learn more about this topic",
    "other publications",
    "related press releases",
    "verwandte artikel",
    "zum thema",
    "mehr zum thema",
    "lesen sie auch",
    "siehe auch",
    "à lire aussi",
    "lire aussi",
    "sur le même sujet",
    "articles liés",
    "artículos relacionados",
    "noticias relacionadas",
    "lea también",
    "ver también",
    "по теме",
    "читайте также",
    "материалы по теме",
    "похожие статьи",
    "смотрите также",
    "관련기사",
    "관련 기사",
    "관련뉴스",
    "相关新闻",
    "相关文章",
    "相关阅读",
    "延伸阅读",
    "相關新聞",
    "関連記事",
    "関連リンク",
];

const TEASER_HEADS: &[&str] = &[
    "this week",
    "this month",
    "latest",
    "latest news",
    "latest stories",
    "latest articles",
    "latest posts",
    "latest updates",
    "latest headlines",
    "recent posts",
    "recent news",
    "recent articles",
    "recent stories",
    "most read",
    "most popular",
    "most viewed",
    "most shared",
    "most recent",
    "most commented",
    "popular",
    "popular posts",
    "popular articles",
    "popular stories",
    "popular now",
    "trending",
    "trending now",
    "trending stories",
    "top stories",
    "top news",
    "top posts",
    "more news",
    "more stories",
    "more articles",
    "more from us",
    "other news",
    "other stories",
    "in other news",
    "in the news",
    "editor's picks",
    "editors' picks",
    "editor’s picks",
    "editors’ picks",
    "editor's choice",
    "editor’s choice",
    "must read",
    "must reads",
    "don't miss",
    "don’t miss",
    "you may also like",
    "you might also like",
    "you may like",
    "recommended",
    "recommended for you",
    "recommended stories",
    "we recommend",
    "featured",
    "featured stories",
    "featured articles",
    "featured posts",
    "more headlines",
    "news in brief",
    "breaking news",
    "around the web",
    "from around the web",
    "from the web",
    "up next",
    "read next",
    "what to read next",
    "more to read",
    "keep reading",
    "headlines",
    "meistgelesen",
    "neueste artikel",
    "das könnte sie auch interessieren",
    "aktuelle nachrichten",
    "les plus lus",
    "dernières nouvelles",
    "à la une",
    "lo más leído",
    "lo más visto",
    "últimas noticias",
    "te puede interesar",
    "самое читаемое",
    "популярное",
    "последние новости",
    "новости",
    "лента новостей",
    "главные новости",
    "많이 본 뉴스",
    "많이 본 기사",
    "인기기사",
    "최신기사",
    "热门新闻",
    "热点新闻",
    "最新新闻",
    "推荐阅读",
    "热门文章",
    "人気記事",
    "新着記事",
];

const COMMENT_HEADS: &[&str] = &[
    "comments",
    "comment",
    "reader comments",
    "readers' comments",
    "readers’ comments",
    "user comments",
    "leave a reply",
    "leave a comment",
    "join the discussion",
    "join the conversation",
    "discussion",
    "responses",
    "what readers say",
    "kommentare",
    "leserkommentare",
    "commentaires",
    "réactions",
    "comentarios",
    "комментарии",
    "комментариев",
    "обсуждение",
    "댓글",
    "评论",
    "網友評論",
    "网友评论",
    "コメント",
];

const RELATED_PREFIXES: &[&str] = &[
    "related:",
    "read more:",
    "read also:",
    "also read:",
    "see also:",
    "more:",
    "watch:",
    "read next:",
    "must read:",
    "don't miss:",
    "don’t miss:",
    "recommended:",
    "further reading:",
    "lesen sie auch:",
    "mehr zum thema:",
    "lire aussi",
    "à lire aussi",
    "lea también:",
    "lea tambien:",
    "читайте также:",
    "см. также:",
    "관련기사",
    "☞",
    "[관련기사]",
    "相关新闻:",
    "相关阅读:",
    "相关新闻：",
    "相关阅读：",
];

const READ_MORE: &[&str] = &[
    "read more",
    "read more »",
    "read more...",
    "read more…",
    "[read more]",
    "continue reading",
    "continue reading →",
    "read the full story",
    "read full story",
    "read full article",
    "read the full article",
    "read article",
    "more »",
    "full story",
    "view article",
    "read on",
    "weiterlesen",
    "mehr lesen",
    "lire la suite",
    "en savoir plus",
    "leer más",
    "seguir leyendo",
    "saiba mais",
    "leia mais",
    "читать далее",
    "подробнее",
    "더보기",
    "자세히 보기",
    "阅读更多",
    "查看更多",
    "阅读全文",
    "続きを読む",
    "もっと見る",
];

const TAG_PREFIXES: &[&str] = &[
    "tags:",
    "tag:",
    "tagged:",
    "tagged with",
    "tagged as",
    "filed under",
    "filed in",
    "posted in",
    "topics:",
    "topic:",
    "keywords:",
    "categories:",
    "schlagwörter:",
    "mots-clés",
    "etiquetas:",
    "теги:",
    "태그",
    "标签",
    "关键词",
];

const META_PREFIXES: &[&str] = &[
    "published on",
    "published:",
    "published ",
    "posted on",
    "posted:",
    "posted by",
    "updated on",
    "updated:",
    "last updated",
    "last modified",
    "first published",
    "modified:",
    "publication date",
    "date published",
    "date posted",
    "release date:",
    "category:",
    "section:",
    "written by",
    "reported by",
    "author:",
    "authors:",
    "by:",
    "reading time",
    "estimated reading time",
    "news source image",
    "source image",
    "veröffentlicht",
    "aktualisiert",
    "stand:",
    "publié le",
    "mis à jour",
    "publicado",
    "actualizado",
    "опубликовано",
    "дата публикации",
    "автор:",
    "обновлено",
    "입력",
    "수정",
    "승인",
    "기사입력",
    "등록",
    "发布时间",
    "发布日期",
    "来源：",
    "来源:",
    "作者：",
    "作者:",
    "責任編集",
    "责任编辑",
    "编辑：",
];

const CREDIT_PREFIXES: &[&str] = &[
    "photo courtesy",
    "photos courtesy",
    "image courtesy",
    "images courtesy",
    "picture courtesy",
    "courtesy of",
    "photo by",
    "photos by",
    "photograph by",
    "photographs by",
    "photo credit",
    "image credit",
    "picture credit",
    "image by",
    "images by",
    "photo:",
    "photos:",
    "image:",
    "picture:",
    "foto:",
    "фото:",
    "credit:",
    "credits:",
    "photography by",
    "illustration by",
    "illustration:",
    "graphic by",
    "graphic:",
    "cover photo",
    "cover image",
    "header image",
    "featured image",
    "banner image",
    "feature photo",
    "top image",
    "bild:",
    "bildquelle",
    "crédit photo",
    "crédits",
    "crédito",
    "fotografía:",
    "사진=",
    "사진 =",
    "사진제공",
    "图片来源",
    "图源",
    "摄影",
    "写真:",
    "写真：",
    "copyright",
    "©",
    "(c) 19",
    "(c) 20",
    "all rights reserved",
    "reporting by",
    "editing by",
    "additional reporting by",
    "compiled by",
    "translated by",
    "edited by",
    "무단전재",
    "저작권자",
    "版权所有",
    "著作権",
    "все права защищены",
    "alle rechte vorbehalten",
    "tous droits réservés",
    "todos los derechos reservados",
];

/// Picture agencies as they stand at the end of a picture's text.
const AGENCIES: &[&str] = &[
    "reuters",
    "ap",
    "ap photo",
    "associated press",
    "afp",
    "getty",
    "getty images",
    "epa",
    "epa-efe",
    "efe",
    "shutterstock",
    "alamy",
    "corbis",
    "bloomberg",
    "xinhua",
    "kyodo",
    "kcna",
    "yonhap",
    "tass",
    "sputnik",
    "ria novosti",
    "dpa",
    "pa",
    "pa images",
    "pa wire",
    "anp",
    "ansa",
    "belga",
    "zuma",
    "zuma press",
    "magnum",
    "istock",
    "istockphoto",
    "unsplash",
    "pexels",
    "pixabay",
    "flickr",
    "wikimedia",
    "wikimedia commons",
    "wikicommons",
    "cc by",
    "cc by-sa",
    "creative commons",
    "rex features",
    "rex",
    "barcroft",
    "polaris",
    "redux",
    "keystone",
    "imago",
    "picture alliance",
    "nurphoto",
    "anadolu",
    "anadolu agency",
    "pti",
    "lehtikuva",
    "ntb",
    "tt",
    "scanpix",
    "nasa",
    "un photo",
    "unicef",
    "ilo",
    "iom",
    "usaf",
    "imaginechina",
    "vcg",
    "sipa",
    "sipa usa",
    "nyt",
    "the new york times",
    "the washington post",
    "planet labs",
    "maxar",
    "digitalglobe",
    "digital globe",
    "google earth",
    "courtesy photo",
    "handout",
    "file photo",
    "file",
    "연합뉴스",
    "뉴시스",
    "뉴스1",
    "新华社",
    "中新社",
    "тасс",
    "риа новости",
    "共同",
    "時事",
];

/// What the words of `line` show, if anything. The line is trimmed; long prose seldom shows anything.
pub(crate) fn cue_of(line: &str) -> Option<Cue> {
    let length = line.chars().count();
    if length == 0 || length > 1200 {
        return None;
    }
    let lower = line.to_lowercase();
    let core = lower.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '☞' | '*'));
    if length <= 60
        && let Some(cue) = short_cue(core, &lower)
    {
        return Some(cue);
    }
    // Lists begin with a bullet; what it marks counts.
    let start = lower.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '•' | '·' | '-' | '–' | '|' | '*' | '▶' | '►' | '■' | '▲' | '(' | '[')
    });
    if length <= 300 && has_prefix(start, CREDIT_PREFIXES) && !reads_like_prose(line) {
        return Some(Cue::Credit);
    }
    if is_rights_notice(&lower, length) {
        return Some(Cue::Credit);
    }
    if ends_in_picture_credit(line) {
        let bare = line.split_whitespace().count() <= 8;
        return Some(if bare { Cue::Credit } else { Cue::Caption });
    }
    if length <= 250 && has_prefix(start, RELATED_PREFIXES) {
        return Some(Cue::RelatedLine);
    }
    if length <= 300 && has_prefix(start, TAG_PREFIXES) && !ends_sentence(line) {
        return Some(Cue::Tags);
    }
    if length <= 160 && has_prefix(start, META_PREFIXES) && !reads_like_prose(line) {
        return Some(Cue::Meta);
    }
    if length <= 160 && is_byline(line) {
        return Some(Cue::Meta);
    }
    if length <= 300 && is_numbered_caption(line) {
        return Some(Cue::Caption);
    }
    is_notice(&lower, length).then_some(Cue::Notice)
}

fn short_cue(core: &str, lower: &str) -> Option<Cue> {
    if BUTTONS.contains(&core) {
        return Some(Cue::Button);
    }
    if READ_MORE.contains(&core) || READ_MORE.contains(&lower) {
        return Some(Cue::ReadMore);
    }
    if RELATED_HEADS.contains(&core) {
        return Some(Cue::RelatedHead);
    }
    if TEASER_HEADS.contains(&core)
        || ["more from ", "more in ", "latest from ", "latest on "]
            .iter()
            .any(|start| core.starts_with(start))
    {
        return Some(Cue::TeaserHead);
    }
    let without_count =
        core.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | ' ' | ',' | '[' | ']'));
    let counted = without_count.len() < core.len();
    if COMMENT_HEADS.contains(&without_count)
        || (counted
            && matches!(
                without_count,
                "comment" | "reply" | "replies" | "response" | "responses" | "thoughts on"
            ))
    {
        return Some(Cue::CommentHead);
    }
    if core.starts_with("loading") || core.ends_with(" min read") || core.ends_with(" minute read") {
        return Some(if core.starts_with("loading") { Cue::Button } else { Cue::Meta });
    }
    (counted && matches!(without_count, "shares" | "views" | "likes" | "share" | "retweets"))
        .then_some(Cue::Button)
}

fn has_prefix(lower: &str, prefixes: &[&str]) -> bool {
    prefixes.iter().any(|prefix| lower.starts_with(prefix))
}

/// Whether the line ends as a sentence does.
pub(crate) fn ends_sentence(line: &str) -> bool {
    let end = line.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '”' | '’' | '»' | ')' | '\'' | ']' | '」')
    });
    end.ends_with(['.', '!', '?', '。', '！', '？', '؟', '۔', '।', '…']) && !is_cut_off(end)
}

/// Whether the line was cut off by a publishing system: "some of…", "severe economic dis...Read More".
pub(crate) fn is_cut_off(line: &str) -> bool {
    let end = line.trim_end();
    let lower_end: String =
        end.chars().rev().take(20).collect::<Vec<_>>().into_iter().rev().collect::<String>().to_lowercase();
    ["read more", "continue reading", "[…]", "[...]", "&hellip;", "[&hellip;]", "(more…)", "more »"]
        .iter()
        .any(|mark| lower_end.ends_with(mark))
        || end.ends_with("...")
}

/// A full sentence of some length, whatever its first words.
fn reads_like_prose(line: &str) -> bool {
    ends_sentence(line) && line.split_whitespace().count() > 14
}

fn is_rights_notice(lower: &str, length: usize) -> bool {
    length <= 400
        && (lower.contains("all rights reserved")
            || lower.contains("무단전재")
            || lower.contains("版权所有")
            || lower.contains("все права защищены"))
}

/// "By Jane Roe", "BY JANE ROE AND JOHN DOE, STAFF WRITER".
pub(crate) fn is_byline(line: &str) -> bool {
    let Some(rest) =
        ["By ", "BY ", "by ", "Von ", "Par ", "Por "].iter().find_map(|by| line.strip_prefix(by))
    else {
        return false;
    };
    let words: Vec<&str> = rest.split_whitespace().collect();
    let named = |word: &&&str| {
        word.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_alphabetic())
            || matches!(
                **word,
                "and"
                    | "for"
                    | "in"
                    | "de"
                    | "van"
                    | "von"
                    | "the"
                    | "of"
                    | "und"
                    | "et"
                    | "y"
                    | "al"
                    | "bin"
                    | "at"
                    | "on"
            )
    };
    let first = words.first().is_some_and(|word| word.chars().next().is_some_and(char::is_uppercase));
    first
        && (1..=16).contains(&words.len())
        && words.iter().filter(named).count() == words.len()
        && !ends_sentence(line)
}

/// "Figure 3. …", "Table 2: …", "Map 1 – …" as a line of its own.
fn is_numbered_caption(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let kind = words.next().unwrap_or_default().to_lowercase();
    let number = words.next().unwrap_or_default();
    let numbered = number.trim_end_matches([':', '.', '—', '–', ')']);
    let is_kind = matches!(
        kind.as_str(),
        "figure"
            | "fig."
            | "table"
            | "map"
            | "chart"
            | "graph"
            | "photo"
            | "image"
            | "exhibit"
            | "abbildung"
            | "tabelle"
            | "рис."
            | "таблица"
            | "рисунок"
            | "그림"
            | "표"
            | "图"
            | "表"
    );
    let is_number = !numbered.is_empty()
        && numbered.len() <= 5
        && numbered.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | 'a' | 'b' | 'c'));
    // "Figure 3 shows that …" is prose about a figure.
    is_kind
        && is_number
        && (number != numbered
            || words
                .next()
                .is_some_and(|word| word.starts_with(|c: char| c.is_uppercase() || c == '–' || c == '-')))
}

/// Whether the line ends in who took a picture: "… 2014. Jane Roe / Reuters", "… (AP Photo/Jane Roe)", "Jane Roe/Getty Images".
pub(crate) fn ends_in_picture_credit(line: &str) -> bool {
    let line = line.trim_end();
    if line.chars().count() > 700 {
        return false;
    }
    let last: String = line.chars().rev().take(90).collect::<Vec<_>>().into_iter().rev().collect();
    let tail = last.trim_end_matches(['.', ' ']);
    if let Some(open) = tail.rfind(['(', '['])
        && tail.ends_with([')', ']'])
    {
        let inside = tail.get(open + 1..tail.len() - 1).unwrap_or_default().to_lowercase();
        let first = inside.split([':', '/', '|', ',']).next().unwrap_or_default().trim();
        let last_part = inside.rsplit(['/', '|', ',']).next().unwrap_or_default().trim();
        let photo = ["photo", "image", "picture", "foto", "фото", "credit", "사진", "©"]
            .iter()
            .any(|mark| inside.starts_with(mark));
        return photo
            || (inside.contains('/') && (AGENCIES.contains(&first) || AGENCIES.contains(&last_part)));
    }
    let lower = tail.to_lowercase();
    if [
        "photo: ",
        "photograph: ",
        "image: ",
        "credit: ",
        "picture: ",
        "photo by ",
        "photo credit: ",
        "©",
        "image credit: ",
        "фото: ",
    ]
    .iter()
    .any(|mark| {
        lower.rfind(mark).is_some_and(|at| at > 0 && lower.len() - at < 60 && preceded_by_stop(&lower, at))
    }) {
        return true;
    }
    if line.ends_with(['.', '!', '?', '”', '"']) && !lower.ends_with("commons") {
        return false;
    }
    let Some(at) = lower.rfind(['/', '|', '—', '–']) else { return false };
    let agency =
        lower.get(at..).unwrap_or_default().trim_start_matches(|c: char| !c.is_alphanumeric()).trim();
    let agency = agency.split(" via ").next().unwrap_or(agency);
    AGENCIES.contains(&agency)
}

fn preceded_by_stop(lower: &str, at: usize) -> bool {
    lower.get(..at).is_some_and(|before| {
        before.trim_end().ends_with(['.', '!', '?', '|', ')', ']', '"', '”', '-', '–', '/'])
    })
}

/// Phrases of notices; a paragraph needs enough of them for its length. The number is how much a phrase says.
const NOTICE_PHRASES: &[(&str, u32)] = &[
    ("cookies", 2),
    ("cookie policy", 2),
    ("this site uses", 2),
    ("this website uses", 2),
    ("we use cookies", 3),
    ("user experience", 1),
    ("browsing experience", 2),
    ("click here to", 1),
    ("by continuing to", 2),
    ("privacy policy", 2),
    ("terms of service", 2),
    ("terms of use", 2),
    ("third-party", 1),
    ("personalise", 1),
    ("personalize", 1),
    ("consent", 1),
    ("your comment", 3),
    ("comments should", 3),
    ("comments that", 1),
    ("leave a comment", 3),
    ("post a comment", 3),
    ("comment policy", 3),
    ("comments are", 2),
    ("commenting", 2),
    ("be approved", 1),
    ("moderat", 2),
    ("be civil", 2),
    ("respectful", 1),
    ("profanity", 2),
    ("personal attacks", 2),
    ("hate speech", 1),
    ("not tolerate", 2),
    ("off-topic", 2),
    ("community guidelines", 3),
    ("our community", 2),
    ("house rules", 2),
    ("reserve the right to", 2),
    ("thoughtful", 1),
    ("screen submissions", 2),
    ("inclusiv", 1),
    ("we welcome", 1),
    ("welcomes relevant", 2),
    ("opinions", 1),
    ("log in to", 2),
    ("logged in to", 3),
    ("register to", 2),
    ("email address will not be published", 4),
    ("required fields", 3),
    ("newsletter", 3),
    ("your inbox", 3),
    ("sign up", 2),
    ("subscribe", 2),
    ("unsubscribe", 3),
    ("subscriber", 1),
    ("subscription", 1),
    ("your email", 3),
    ("free articles", 2),
    ("email updates", 2),
    ("follow us on", 3),
    ("like us on facebook", 4),
    ("on twitter and facebook", 2),
    ("download our app", 4),
    ("enable javascript", 4),
    ("ad blocker", 4),
    ("adblock", 4),
    ("your browser", 3),
    ("does not support", 1),
    ("donate", 2),
    ("donation", 1),
    ("tax-deductible", 3),
    ("support our work", 3),
    ("become a member", 3),
    ("make a gift", 3),
    ("support our journalism", 4),
    ("independent journalism", 2),
    ("contact us at", 2),
    ("if you have a story", 3),
    ("send us", 1),
    ("email us", 2),
    ("find out more about", 1),
    ("share this", 2),
    ("captcha", 4),
    ("akismet", 4),
    ("reduce spam", 3),
    ("the opinions expressed", 3),
    ("views expressed", 3),
    ("do not necessarily reflect", 4),
    ("do not necessarily represent", 4),
    ("notify me of", 4),
    ("save my name", 4),
    ("next time i comment", 4),
    ("diese website verwendet", 4),
    ("newsletter abonnieren", 4),
    ("ce site utilise", 4),
    ("este sitio utiliza", 4),
    ("файлы cookie", 4),
    ("подпишитесь на", 3),
    ("подписывайтесь", 3),
    ("댓글을", 2),
    ("로그인", 2),
    ("구독", 2),
    ("使用cookie", 4),
    ("订阅", 2),
    ("关注我们", 3),
    ("クッキー", 3),
];

fn is_notice(lower: &str, length: usize) -> bool {
    if length > 900 {
        return false;
    }
    let score: u32 =
        NOTICE_PHRASES.iter().filter(|(phrase, _)| lower.contains(phrase)).map(|(_, weight)| weight).sum();
    // What speaks to the reader about the page says "you" or "we"; a report about donations does not.
    let addresses = [
        " you ",
        "your ",
        " we ",
        "we ",
        "our ",
        " us ",
        "this site",
        "this website",
        "click here",
        "must be ",
    ]
    .iter()
    .any(|word| lower.contains(word));
    let needed = match length {
        0..=120 => 3,
        121..=300 => 4,
        301..=600 => 5,
        _ => 7,
    };
    score >= needed && (addresses || score >= needed + 3)
}

/// "6 years ago", "2 hrs", "3 days ago", "vor 2 Tagen", "2시간 전", "5 часов назад".
pub(crate) fn is_relative_time(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    if lower.chars().count() > 40 {
        return false;
    }
    const UNITS: &[&str] = &[
        "second",
        "minute",
        "min",
        "hour",
        "hr",
        "day",
        "week",
        "month",
        "year",
        "yr",
        "час",
        "дн",
        "ден",
        "день",
        "недел",
        "месяц",
        "год",
        "лет",
        "минут",
        "tag",
        "stunde",
        "woche",
        "monat",
        "jahr",
        "heure",
        "jour",
        "semaine",
        "mois",
        "an ",
        "ans",
        "hora",
        "día",
        "semana",
        "mes",
        "año",
    ];
    let counted = lower.starts_with(|c: char| c.is_ascii_digit())
        || ["a ", "an ", "one ", "about ", "vor ", "il y a ", "hace "]
            .iter()
            .any(|start| lower.starts_with(start));
    let ago = ["ago", "назад", "тому"].iter().any(|end| lower.ends_with(end))
        || ["vor ", "il y a ", "hace "].iter().any(|start| lower.starts_with(start));
    (counted && ago && UNITS.iter().any(|unit| lower.contains(unit)))
        || (lower.ends_with('전') || lower.ends_with('前')) && lower.chars().any(|c| c.is_ascii_digit())
        || matches!(lower.as_str(), "just now" | "yesterday" | "gestern" | "hier" | "ayer" | "вчера")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_show_their_role() {
        let cases = [
            ("Share this article", Some(Cue::Button)),
            ("Loading, please wait...", Some(Cue::Button)),
            ("We use cookies to improve your browsing experience.", Some(Cue::Notice)),
            ("12 Comments", Some(Cue::CommentHead)),
            ("See also", Some(Cue::RelatedHead)),
            ("Trending now", Some(Cue::TeaserHead)),
            ("READ MORE: Port workers strike for a third week", Some(Cue::RelatedLine)),
            ("Read more", Some(Cue::ReadMore)),
            ("TAGS: Asia, Labour", Some(Cue::Tags)),
            ("Photo courtesy of the port authority.", Some(Cue::Credit)),
            ("Workers leave a plant at dusk, May 3, 2011. A. Person / Reuters", Some(Cue::Caption)),
            ("Workers leave a plant at dusk. (AP Photo/A. Person)", Some(Cue::Caption)),
            ("Figure 2: Wages by year", Some(Cue::Caption)),
            ("© 2019 A Newspaper. All rights reserved.", Some(Cue::Credit)),
            ("By Some Body", Some(Cue::Meta)),
            ("Published on 3 May 2011", Some(Cue::Meta)),
            ("관련기사", Some(Cue::RelatedHead)),
            ("Читать далее", Some(Cue::ReadMore)),
        ];
        for (line, cue) in cases {
            assert_eq!(cue_of(line), cue, "{line}");
        }
    }

    #[test]
    fn prose_shows_nothing() {
        for line in [
            "By the end of the year the number of workers had fallen by half.",
            "Figure 3 shows that wages fell in the second half of the year.",
            "Related parties own most of the firms that hire the workers.",
            "The company told investors that cookies and biscuits made up half of its revenue in the region.",
            "Published accounts differ on how many were sent, and nobody has been able to check the figures on the ground.",
            "The ministry told AP/Reuters reporters that it had no comment.",
            "Workers said that they could not subscribe to a union.",
        ] {
            assert_eq!(cue_of(line), None, "{line}");
        }
    }

    #[test]
    fn relative_times_are_told_from_prose() {
        for line in ["6 years ago", "2 hrs ago", "an hour ago", "5 часов назад", "3시간 전"] {
            assert!(is_relative_time(line), "{line}");
        }
        assert!(!is_relative_time("long ago"));
        assert!(!is_relative_time("They left 6 years ago and never came back to it."));
    }
}
