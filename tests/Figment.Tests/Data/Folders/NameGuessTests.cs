using System.Text;
using Figment.Data.Folders;

namespace Figment.Tests.Data.Folders;

/// <summary>How names are read if their encoding is not stated.</summary>
public sealed class NameGuessTests
{
    [Theory]
    [InlineData(936, "狗 鸟", "GB18030")]
    [InlineData(936, "猫 训练集 测试集 小狗", "GB18030")]
    [InlineData(936, "苹果 香蕉 葡萄 橙子 照片（一）", "GB18030")]
    [InlineData(950, "貓 狗 鳥", "Big5")]
    [InlineData(950, "訓練資料 測試資料 蘋果", "Big5")]
    [InlineData(932, "いぬ ねこ とり", "Shift-JIS")]
    [InlineData(932, "犬の写真 ネコ 表示", "Shift-JIS")]
    [InlineData(949, "고양이 강아지 새", "EUC-KR")]
    [InlineData(866, "кошки собаки", "CP866")]
    [InlineData(1251, "кошки собаки", "Windows-1251")]
    [InlineData(437, "café müller", "CP437")]
    [InlineData(65001, "狗 café кошки", null)]
    [InlineData(65001, "12\uf02230 狗", null)] // macOS puts this in the place of a colon
    public void Names_of_one_archive_are_read_in_one_way(int page, string names, string? guessed)
    {
        byte[][] bytes =
        [
            .. names
                .Split(' ')
                .Select(name =>
                    (page == 65001 ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(page)!).GetBytes(
                        $"{name}/001.png"
                    )
                ),
        ];

        NameGuess guess = NameGuess.Of(bytes);

        Assert.Equal(names.Split(' ').Select(name => $"{name}/001.png"), bytes.Select(guess.Encoding.GetString));
        Assert.Equal(guessed, guess.Name?.Split(' ')[0]);
        Assert.Equal(guessed is null, guess.Note("Names") is null);
    }

    [Theory]
    [InlineData(936, "小狗", "GB18030")]
    [InlineData(54936, "小狗€\u0e01", "GB18030")] // characters of four bytes
    [InlineData(932, "いぬ", "Shift-JIS")]
    [InlineData(949, "고양이", "EUC-KR")]
    [InlineData(1251, "кошки", "Windows-1251")]
    [InlineData(65001, "小狗", null)]
    public void A_long_text_is_read_by_its_first_part(int page, string name, string? guessed)
    {
        Encoding encoding = page == 65001 ? new UTF8Encoding(false) : CodePagesEncodingProvider.Instance.GetEncoding(page)!;
        byte[] row = encoding.GetBytes($"1.png,{name}\n"),
            numbers = "1.png,2\n"u8.ToArray();
        byte[] text = [.. Repeated(numbers, 200_000), .. Repeated(row, 500_000), 0xff]; // the last byte is invalid in all of them

        long before = GC.GetAllocatedBytesForCurrentThread();
        NameGuess guess = NameGuess.OfStart(text);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(guessed, guess.Name?.Split(' ')[0]);
        Assert.EndsWith($"1.png,{name}\n", guess.Encoding.GetString(text[..^1]), StringComparison.Ordinal);
        Assert.NotEmpty(guess.Encoding.GetString(text));
        Assert.InRange(allocated, 0, text.Length * 2L);
    }

    [Fact]
    public void A_long_text_is_not_cut_inside_of_a_character()
    {
        byte[] words = Repeated(CodePagesEncodingProvider.Instance.GetEncoding(932)!.GetBytes("いぬ,ねこ,"), 60_000);

        Assert.All([0, 2, 5, 7], skipped => Assert.Equal("Shift-JIS (Japanese)", NameGuess.OfStart(words.AsSpan(skipped)).Name));
    }

    [Fact]
    public void Bytes_of_names_are_kept_until_it_is_known_how_to_read_them()
    {
        byte[] bytes = [.. Enumerable.Range(1, 255).Select(value => (byte)value)];

        string kept = new RawNames().GetString(bytes);

        Assert.True(RawNames.IsRaw(kept));
        Assert.Equal(bytes, RawNames.Bytes(kept));
        Assert.False(RawNames.IsRaw("plain 狗 \ud83d\udc15"));
    }

    private static byte[] Repeated(byte[] bytes, int times)
    {
        byte[] all = new byte[bytes.Length * times];
        for (int i = 0; i < times; i++)
            bytes.CopyTo(all, i * bytes.Length);
        return all;
    }
}
