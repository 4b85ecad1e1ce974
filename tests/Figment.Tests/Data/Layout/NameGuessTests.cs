using System.Text;
using Figment.Data.Layout;

namespace Figment.Tests.Data.Layout;

/// <summary>How names are read that do not say how they are written.</summary>
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
    public void Names_of_one_archive_are_read_in_one_way(int page, string names, string? guessed)
    {
        byte[][] bytes = [.. names.Split(' ').Select(name => (page == 65001 ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(page)!).GetBytes($"{name}/001.png"))];

        NameGuess guess = NameGuess.Of(bytes);

        Assert.Equal(names.Split(' ').Select(name => $"{name}/001.png"), bytes.Select(guess.Encoding.GetString));
        Assert.Equal(guessed, guess.Name?.Split(' ')[0]);
        Assert.Equal(guessed is null, guess.Note("Names") is null);
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
}
