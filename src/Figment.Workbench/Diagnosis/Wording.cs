namespace Figment.Diagnosis;

/// <summary>The sentences of every verdict, in both languages, for readers who have never heard of a loss.</summary>
internal static class Wording
{
    /// <summary>What was seen, what it means, what to try; <c>{name}</c> stands for a fact.</summary>
    internal sealed record Sentences(TextTemplate Saw, TextTemplate Means, TextTemplate Try);

    internal static IReadOnlyDictionary<string, Sentences> All { get; } = new Dictionary<string, Sentences>
    {
        ["NotANumber"] = new(
            new(
                "Not a number: {names} stopped being a number by step {step}.",
                "数值失效：到第 {step} 步时，{names} 已不再是数字（NaN 或无穷大）。"),
            new(
                "The weights have run away, and no further step can bring them back.",
                "网络的权重已经失控，继续训练也无法恢复。"),
            new(
                "Train again with a smaller step size (--learning-rate, a third of what it was).",
                "请用更小的学习率重新训练（--learning-rate，取原来的三分之一）。")),
        ["ExplodingLoss"] = new(
            new(
                "Exploding loss: {name} is {value}; it used to be about {before}.",
                "损失爆炸：{name} 现在是 {value}，之前大约是 {before}。"),
            new(
                "The steps are too large, so each one overshoots further than the one before.",
                "每一步迈得太大，一步比一步偏得更远。"),
            new(
                "Train again with a smaller step size (--learning-rate, a third of what it was), or a larger --batch.",
                "请用更小的学习率重新训练（--learning-rate，取原来的三分之一），或增大 --batch。")),
        ["ModeCollapse"] = new(
            new(
                "Mode collapse: {share} of the samples are {classes}; of the real images {real} are.",
                "模式崩溃：{share} 的生成样本都是 {classes}；而在真实图片中它们只占 {real}。"),
            new(
                "The generator has found a few pictures that fool the discriminator and makes nothing else. The losses do not show it.",
                "生成器找到了几种能骗过判别器的图片，于是只生成它们。仅看损失是看不出来的。"),
            new(
                "Use the best checkpoint, which is kept. After a minute or less, train longer first. A smaller --learning-rate or another --seed may only delay it; what helps is noise on the images that the discriminator sees, or a penalty on its gradient: the presets gan and dcgan have one.",
                "请使用已保留的最佳检查点。如果只训练了一分钟或更短，先多训练一会儿。减小 --learning-rate 或换一个 --seed 往往只能推迟它；真正有用的是给判别器看的图片加噪声，或对它的梯度加惩罚：预设 gan 和 dcgan 就带有梯度惩罚。")),
        ["ModeCollapse.alike"] = new(
            new(
                "Mode collapse: the samples are nearly all alike. Two of them have a similarity (SSIM) of {similarity} on average, two real images {real}; {coverage} of the real images have a sample like them.",
                "模式崩溃：生成样本几乎全都一样。两张样本的平均相似度（SSIM）为 {similarity}，两张真实图片只有 {real}；只有 {coverage} 的真实图片附近有生成样本。"),
            new(
                "The generator has found a few pictures that fool the discriminator and makes nothing else. The losses do not show it.",
                "生成器找到了几种能骗过判别器的图片，于是只生成它们。仅看损失是看不出来的。"),
            new(
                "Use the best checkpoint, which is kept. After a minute or less, train longer first. A smaller --learning-rate or another --seed may only delay it; what helps is noise on the images that the discriminator sees, or a penalty on its gradient: the presets gan and dcgan have one.",
                "请使用已保留的最佳检查点。如果只训练了一分钟或更短，先多训练一会儿。减小 --learning-rate 或换一个 --seed 往往只能推迟它；真正有用的是给判别器看的图片加噪声，或对它的梯度加惩罚：预设 gan 和 dcgan 就带有梯度惩罚。")),
        ["MissingClasses"] = new(
            new(
                "Missing: {classes}. Each makes up less than {least} of its share in the real images.",
                "缺少类别：{classes}。它们的占比都不到真实图片中的 {least}。"),
            new(
                "The generator leaves out what it finds hard, which is how mode collapse begins.",
                "生成器放弃了它觉得难的内容，这往往是模式崩溃的开始。"),
            new(
                "Train longer and watch whether they come. If they do not, take a preset whose discriminator is held back by a gradient penalty: gan or dcgan.",
                "可以再训练一段时间，看它们是否出现；如果没有，请换用判别器带梯度惩罚的预设：gan 或 dcgan。")),
        ["DiscriminatorSaturated"] = new(
            new(
                "The discriminator is right about {real} of the real images and {fake} of the generated ones.",
                "判别器对 {real} 的真实图片和 {fake} 的生成图片都判断正确。"),
            new(
                "It tells them apart so easily that the generator hardly learns in which direction to go.",
                "它分辨得太轻松，生成器几乎得不到改进方向的信息。"),
            new(
                "Make its task harder: noise on its images, dropout in its network, or a smaller --learning-rate.",
                "请让它的任务更难：给它看的图片加噪声，在它的网络里用 dropout，或用更小的 --learning-rate。")),
        ["GeneratorStalled"] = new(
            new(
                "The samples were best at step {best} (Fréchet distance {lowest}) and have not become better since; now it is {last}.",
                "样本在第 {best} 步时最好（Fréchet 距离 {lowest}），此后没有再变好；现在是 {last}。"),
            new(
                "More steps of the same kind will probably not help.",
                "继续这样训练下去大概不会有帮助。"),
            new(
                "Use the best checkpoint, which is kept, or train again with a smaller --learning-rate.",
                "请使用已保留的最佳检查点，或用更小的 --learning-rate 重新训练。")),
        ["Memorisation"] = new(
            new(
                "Memorisation: {share} of the samples are nearly a training image.",
                "记忆训练图片：{share} 的生成样本几乎就是某张训练图片。"),
            new(
                "The model repeats what it was shown instead of making something new.",
                "模型在重复它看过的图片，而不是创造新的图片。"),
            new(
                "Train for fewer steps, with more images, or with a smaller network.",
                "请减少训练步数、增加图片，或使用更小的网络。")),
    };

    internal static Verdict Say(Finding finding, long step)
    {
        Sentences sentences = All[finding.Template];
        (string Name, Text Fact)[] facts = [.. finding.Facts.Select(fact => (fact.Key, Join(fact.Value)))];
        return new Verdict(finding.Kind, step, sentences.Saw.Fill(facts), sentences.Means.Fill(facts), sentences.Try.Fill(facts));
    }

    private static Text Join(IReadOnlyList<string> words) =>
        words.Count > 1 ? new Text($"{string.Join(", ", words.SkipLast(1))} and {words[^1]}", string.Join("、", words)) : words[0];
}
