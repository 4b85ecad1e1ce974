using System.Text;
using System.Text.Unicode;

namespace Figment.Data.Folders;

/// <summary>
/// Guesses the encoding of texts that do not declare it: UTF-8 if they are valid UTF-8, otherwise the code page in which they
/// look most like human language. All texts get the same encoding, since one program on one machine wrote them.
/// </summary>
/// <param name="Encoding">The encoding.</param>
/// <param name="Name">The name of the encoding; null for UTF-8.</param>
internal sealed record NameGuess(Encoding Encoding, string? Name)
{
    private const int Looks = 100_000; // bytes of names that are enough to decide
    private const int Weighed = 1 << 18; // bytes of a text that are enough; names may be rare in it

    // Bytes up to this one, such as line ends and commas, are never part of a longer character in any code page.
    private const byte LastBetween = 0x2f;
    private const double Frequent = 3,
        Usual = 1,
        Odd = -2;

    // The characters that are most frequent in folder names. They distinguish languages whose byte ranges overlap.
    private const string Chinese =
        "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长"
        + "知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市"
        + "眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让"
        + "认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持"
        + "取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏须尽草狗鸟猫鱼树图照画人物动植风景训练测试数据集类别正负样本";
    private const string Traditional =
        "的一是不了人我在有他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可裡後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長知"
        + "民樣現分將外但身些與高意進把法此實回二理美點月明其種聲全工己話兒者向情部正名定女問力機給等幾很業最間新什打便位因重被走電四第門相次東政海口使教西再平真聽世氣信北少關並內加化由卻代軍產入先山五太水萬市眼"
        + "體別處總才場師書比住員九笑性通目華報立馬命張活難神數件安表原車白應路期叫死常提感金何更反合放做系計或司利受光王果親界及今京務制解各任至清物台象記邊共風戰幹接它許八特覺望直服毛林題建南度統色字請交愛讓認"
        + "算論百吃義科怎元社術結六功指思非流每青管夫連遠資隊跟帶花快條院變聯言權往展該領傳近留紅治決周保達辦運武半候七必城父強步完革深區即求品士轉量空甚眾技輕程告江語英基派滿式李息寫呢識極令黃德收臉錢黨倒未持取"
        + "設始版雙歷越史商千片容研像找友孩站廣改議形委早房音火際則首單據導影失拿網香似斯專石若兵弟誰校讀志飛觀爭究包組造落視濟喜離雖壞須盡草狗鳥貓魚樹圖照畫";
    private const string Korean =
        "이다는의에을가고하를은한지기사도로인자시나어아대리해서수부전정일스상보그주장원구라공성제들여소과동선유무명있신관연안비우미생방조만용경물년오와전화국모세실마개회단드거분외양식간영반진중현발당학교치업강"
        + "남북문적트계터레호금심토말개고양새꽃나무사진그림강아지고양이";
    private static readonly UTF8Encoding Strict = new(false, true);

    // If scores are equal, the first one wins.
    private static readonly (int Page, string Name, Func<char, double> Worth)[] Pages =
    [
        (
            54936,
            "GB18030 (Chinese)",
            c =>
                Chinese.Contains(c) ? Frequent
                : IsHan(c) && IsOfLevelOne(c, 936, 0xb0, 0xd7) ? Usual
                : IsWide(c) ? 0
                : Odd
        ),
        (
            932,
            "Shift-JIS (Japanese)",
            c =>
                c is >= '\u3041' and <= '\u30fe' ? Frequent
                : IsHan(c) && IsOfLevelOne(c, 932, 0x88, 0x97) ? Usual
                : IsWide(c) ? 0
                : Odd
        ),
        (
            950,
            "Big5 (Chinese)",
            c =>
                Traditional.Contains(c) ? Frequent
                : IsHan(c) && IsOfLevelOne(c, 950, 0xa4, 0xc6) ? Usual
                : IsWide(c) ? 0
                : Odd
        ),
        (
            949,
            "EUC-KR (Korean)",
            c =>
                Korean.Contains(c) ? Frequent
                : c is >= '\uac00' and <= '\ud7a3' && IsOfLevelOne(c, 949, 0xb0, 0xc8) ? Usual
                : Odd
        ),
        (866, "CP866 (Russian)", c => c is >= 'А' and <= 'я' or 'ё' or 'Ё' ? Usual : Odd),
        (1251, "Windows-1251 (Russian)", c => c is >= 'А' and <= 'я' or 'ё' or 'Ё' ? Usual - 0.1 : Odd),
        (437, "CP437", c => char.IsLetter(c) && c < '\u0100' ? Usual : Odd),
        (1252, "Windows-1252", c => char.IsLetter(c) && c < '\u0100' ? Usual - 0.1 : Odd),
    ];

    /// <summary>Guesses the encoding of texts.</summary>
    /// <param name="texts">Texts by the same writer.</param>
    internal static NameGuess Of(IReadOnlyCollection<byte[]> texts)
    {
        if (texts.All(text => Utf8.IsValid(text)))
            return new NameGuess(Strict, null);
        List<byte[]> looked = [];
        int length = 0;
        foreach (byte[] text in texts.Where(text => text.Any(value => value > 127)))
        {
            if (length > Looks)
                break;
            looked.Add(text);
            length += text.Length;
        }

        NameGuess? best = null;
        double most = double.NegativeInfinity;
        foreach ((int page, string name, Func<char, double> worth) in Pages)
        {
            Encoding encoding = Page(page);
            string?[] read = [.. looked.Select(text => Decoded(encoding, text))];
            if (read.Contains(null))
                continue;
            double sum = read.Sum(text => Worth(text!, worth, isWestern: page is 437 or 1252, isRussian: page is 866 or 1251));
            if (sum <= most)
                continue;
            (best, most) = (new NameGuess(Lenient(page), name), sum);
        }

        return best!; // CP437 can decode any bytes
    }

    /// <summary>
    /// Guesses the encoding from the first non-ASCII part of a text. Scoring all of a large file in each code page would take
    /// a long time and many times the file's size in memory.
    /// </summary>
    internal static NameGuess OfStart(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
            return new NameGuess(Strict, null);
        ReadOnlySpan<byte> part = text[Math.Max(0, text.IndexOfAnyInRange((byte)128, byte.MaxValue))..];
        if (part.Length > Weighed)
            part = part[..(part[..Weighed].LastIndexOfAnyInRange((byte)0, LastBetween) is > 0 and int end ? end : Weighed)];

        // The invalid UTF-8 may be only in the rest of the text. In that case, the file is UTF-8 with an error and is not in a
        // code page.
        return Utf8.IsValid(part) ? new NameGuess(new UTF8Encoding(false), null) : Of([part.ToArray()]);
    }

    /// <summary>A sentence about the guess; null if nothing was guessed.</summary>
    /// <param name="what">What the guess is about, for instance <c>Names in the archive</c>.</param>
    internal Text? Note(Text what) =>
        Name is null ? null : WordTable.Template("note.names.guessed").Fill(("what", what), ("encoding", Name));

    // The score counts bytes, since one character of two bytes must not score less than two of one byte.
    private static double Worth(string text, Func<char, double> worth, bool isWestern, bool isRussian)
    {
        double sum = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] < 128)
                continue;
            double value = worth(text[i]);

            // In Western languages, accented letters stand among unaccented ones; Russian letters do not stand alone among Latin
            // ones.
            bool isAlone = !IsForeign(i - 1) && !IsForeign(i + 1);
            if ((isWestern && !isAlone) || (isRussian && isAlone))
                value = Odd;
            sum += value;
        }

        return sum;

        bool IsForeign(int i) => i >= 0 && i < text.Length && text[i] >= 128;
    }

    private static bool IsHan(char c) => c is >= '\u4e00' and <= '\u9fff';

    private static bool IsWide(char c) =>
        c is >= '\u3000' and <= '\u303f' or >= '\uff01' and <= '\uff5e' or '·' or '—' or '…' or '“' or '”' or '‘' or '’';

    private static bool IsOfLevelOne(char c, int page, byte first, byte last)
    {
        Span<byte> bytes = stackalloc byte[4];
        return Lenient(page).GetBytes([c], bytes) == 2 && bytes[0] >= first && bytes[0] <= last;
    }

    private static string? Decoded(Encoding encoding, byte[] text)
    {
        try
        {
            string read = encoding.GetString(text);
            // Private-use characters, which code pages leave undefined
            return read.Any(c => c is >= '\ue000' and <= '\uf8ff') ? null : read;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static Encoding Page(int page) =>
        CodePagesEncodingProvider.Instance.GetEncoding(
            page,
            EncoderFallback.ExceptionFallback,
            DecoderFallback.ExceptionFallback
        )!;

    private static Encoding Lenient(int page) => CodePagesEncodingProvider.Instance.GetEncoding(page)!;
}
