namespace Figment.Tests.Exports;

/// <summary>Texts on which tokenizers like to differ.</summary>
internal static class MixedTexts
{
    private static readonly string[] Parts =
    [
        "春眠不觉晓",
        "，",
        "。",
        "处处",
        "红豆",
        " and",
        " summer's",
        "'ll",
        "'RE",
        "Shall",
        " I",
        "I'd",
        "don't",
        "é",
        "ñ",
        "naïve",
        "Straße",
        "ǆ",
        "日本語",
        "カタカナ",
        "한국어",
        "العربية",
        "हिन्दी",
        "🙂",
        "👍🏽",
        "👨‍👩‍👧",
        "🇨🇳",
        "1",
        "23",
        "４５",
        "½",
        "²",
        "Ⅷ",
        "一二三",
        " ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        "\n\n",
        "\u00A0",
        "\u3000",
        "\u200B",
        "\u2028",
        "(",
        "){",
        "};",
        "//",
        "<|im",
        "|>",
        "==",
        "$\"{x}\"",
        "_name",
        "C#",
        "e\u0301",
        "\u0600",
        "\uFEFF",
        "𝔘𝔫𝔦",
        "𠀀",
        "\u0000",
        "\u007F",
        "a",
        "Z",
    ];

    /// <summary>Poems, prose, code, and parts in any order.</summary>
    internal static IReadOnlyList<string> All { get; } = Make();

    private static List<string> Make()
    {
        List<string> texts =
        [
            "春眠不觉晓，处处闻啼鸟。\n夜来风雨声，花落知多少。",
            "It's Shall I've we'll, DON'T 'S 's",
            "   three before, two after  ",
            "a\n\n\nb \n c",
            "\t\tif (x) {\r\n\t}\r\n",
            "public static void Main(string[] args) => Console.WriteLine($\"{args.Length:N0} 个\");",
            "🙂🙂 👍🏽👨‍👩‍👧 🇨🇳!",
            "2026-11-27 12:30 １２３ 45.6e-7 ½ Ⅷ",
            " ",
            "\n",
            "",
        ];
        Random random = new(7);
        for (int i = 0; i < 300; i++)
            texts.Add(string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => Parts[random.Next(Parts.Length)])));
        return texts;
    }
}
