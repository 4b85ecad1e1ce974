using Figment.Backend;
using Figment.Data.Texts;
using Figment.Models.Texts;
using Figment.Training;

namespace Figment.Tests.Exports;

/// <summary>A language model that has learned a little, in seconds: enough that its next tokens are no toss-up.</summary>
internal static class SmallModel
{
    internal const int Context = 192;

    private const string Text = """
        春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。
        床前明月光，疑是地上霜。举头望明月，低头思故乡。
        白日依山尽，黄河入海流。欲穷千里目，更上一层楼。
        红豆生南国，春来发几枝。愿君多采撷，此物最相思。
        Shall I compare thee to a summer's day? Thou art more lovely and more temperate:
        Rough winds do shake the darling buds of May, And summer's lease hath all too short a date;
        Sometime too hot the eye of heaven shines, And often is his gold complexion dimm'd;
        for (int i = 0; i < 10; i++) { Console.WriteLine($"{i * 7919 % 251}"); } // 🙂👍🏽 é ñ
        """;

    /// <summary>
    /// Prompts that models continue: both languages, punctuation, code, emoji, a space at the end, and nothing.
    /// </summary>
    internal static readonly string[] Prompts =
    [
        "春眠",
        "床前明月光",
        "黄河",
        "红豆生南国，",
        "低头思",
        "千里目，更",
        "处处",
        "愿君",
        "山",
        "明月 and moon",
        "Shall I",
        "Rough winds do",
        "And summer's",
        "the eye of",
        " darling",
        "Sometime too hot ",
        "for (int i",
        "🙂",
        "x\n\n  y",
        "",
    ];

    /// <summary>One with both, shared key and value heads and tied embeddings, and one with neither.</summary>
    internal static readonly Lazy<TextModel> Tied = new(() =>
        Train(
            new GptOptions
            {
                Layers = 3,
                Width = 96,
                Heads = 6,
                KeyValueHeads = 2,
                Context = Context,
                Merges = 500,
                WarmUp = 10,
                LearningRate = 3e-3,
            }
        )
    );

    internal static readonly Lazy<TextModel> Apart = new(() =>
        Train(
            new GptOptions
            {
                Layers = 2,
                Width = 64,
                Heads = 4,
                KeyValueHeads = 4,
                Hidden = 96,
                Context = Context,
                Merges = 0,
                TiedEmbeddings = false,
                WarmUp = 10,
                LearningRate = 3e-3,
            }
        )
    );

    private static Gpt Train(GptOptions options)
    {
        // A single text whose end is far away, because another program stops at the end of a text.
        string text = string.Concat(Enumerable.Repeat($"{Text}\n", 5));
        Gpt model = Gpt.Create(options, new SeededRandom(1));
        using TextDataset data = TextDataset.Of("small", [text], ["held out"]);
        TrainingOptions training = new()
        {
            Length = TrainingLength.OfSteps(40),
            BatchSize = 4,
            Seed = 1,
            SampleCount = 1,
        };
        Trainer.Fit(model, data, training, null, null, CancellationToken.None);
        return model;
    }
}
