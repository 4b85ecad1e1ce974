namespace Figment.Studio.Learn;

/// <summary>A technical word and what it means.</summary>
/// <param name="Id">What texts name it by: <c>[[id]]</c> or <c>[[id|other words]]</c>.</param>
/// <param name="Name">The word, as it stands in a sentence.</param>
/// <param name="Meaning">One to three sentences, which may name other entries.</param>
public sealed record GlossaryEntry(string Id, Text Name, Text Meaning);

/// <summary>Every technical word that the studio uses, for readers who meet it for the first time.</summary>
internal static class Glossary
{
    /// <summary>The entries, in an order in which they can be read one after the other.</summary>
    internal static IReadOnlyList<GlossaryEntry> Entries { get; } =
    [
        // --- The field.
        new("ai", new("artificial intelligence (AI)", "人工智能（AI）"), new(
            "Programs that do what seems to need a mind: recognising faces, translating, drawing. Today nearly all of them work by [[machine-learning]].",
            "让程序去做看似需要头脑才能做的事：认人脸、翻译、画画。如今这类程序几乎都靠[[machine-learning]]实现。")),
        new("machine-learning", new("machine learning", "机器学习"), new(
            "Nobody writes down the rules. The program is shown many examples and adjusts itself until its answers fit them.",
            "规则不由人来写：给程序看大量例子，让它不断调整自己，直到给出的答案与例子相符。")),
        new("deep-learning", new("deep learning", "深度学习"), new(
            "[[machine-learning|Machine learning]] with a [[neural-network]] of several [[layer|layers]]. “Deep” only means that there are many layers.",
            "用多[[layer|层]][[neural-network]]进行的[[machine-learning]]。“深”指的只是层数多。")),
        new("generative-ai", new("generative AI", "生成式人工智能"), new(
            "Programs that make something new that resembles their examples: pictures, text, sound. This studio does it with small pictures, which needs no large computer.",
            "能做出与所学例子相似的新东西的程序：图片、文字、声音。这里做的是小图片，不需要大型计算机。")),
        new("model", new("model", "模型"), new(
            "What is left after [[training]]: one or more [[neural-network|neural networks]] with the [[weight|weights]] they have learned. A generative model makes new pictures with them.",
            "[[training]]完留下来的东西：一个或几个[[neural-network]]，以及它们学到的[[weight]]。生成模型就用它们来做新图片。")),

        // --- Networks.
        new("neural-network", new("neural network", "神经网络"), new(
            "A long calculation with many adjustable numbers, loosely modelled on nerve cells. Numbers go in (a picture, say), pass through [[layer|layers]], and other numbers come out.",
            "一长串带有许多可调数字的计算，构想大致来自神经细胞。一些数字进去（比如一张图片），经过一[[layer|层]]又一层，变成另一些数字出来。")),
        new("layer", new("layer", "层"), new(
            "One stage of a [[neural-network]]. It mixes the numbers it is given, using its [[weight|weights]], and hands the result to the next layer.",
            "[[neural-network]]中的一道工序：用自己的[[weight]]把收到的数字混合起来，再把结果交给下一层。")),
        new("dense-layer", new("dense layer", "全连接层"), new(
            "A [[layer]] in which every number that goes in influences every number that comes out. It is also called fully connected, and knows nothing of which [[pixel|pixels]] are neighbours.",
            "每个输入数字都会影响每个输出数字的[[layer]]，英文叫 dense layer。它并不知道哪些[[pixel]]彼此相邻。")),
        new("convolution", new("convolution", "卷积"), new(
            "A [[layer]] that slides a small window over the picture and does the same calculation everywhere. A stroke is then recognised wherever it lies, and far fewer [[weight|weights]] are needed.",
            "让一个小窗口在图片上滑动、处处做同样计算的[[layer]]。这样，笔画出现在哪里都认得出来，需要的[[weight]]也少得多。")),
        new("residual-block", new("residual block", "残差块"), new(
            "A few [[layer|layers]] whose result is added to what went in, instead of replacing it. Networks of many layers learn more easily that way.",
            "由几个[[layer|层]]组成，结果加到输入上，而不是取代输入。这样，层数很多的网络也比较容易训练。")),
        new("u-net", new("U-Net", "U-Net"), new(
            "A [[neural-network]] from picture to picture: it shrinks the picture to grasp the whole, enlarges it again, and at each size looks back at the details it saw on the way down.",
            "一种由图片到图片的[[neural-network]]：先把图片缩小以把握整体，再放大回来，并在每个尺寸上参照缩小途中看到的细节。")),
        new("width", new("width of a layer", "层的宽度"), new(
            "How many numbers a [[layer]] passes on. Wider layers can hold more detail, and take longer and more memory.",
            "一个[[layer]]往下传多少个数字。层越宽，能容纳的细节越多，也越费时间和内存。")),
        new("parameter", new("parameter", "参数"), new(
            "Any number that a [[neural-network]] adjusts while it learns. Nearly all of them are [[weight|weights]]; the tutorial’s [[generator]] has about one and a half million.",
            "[[neural-network]]在学习中会调整的数字，绝大多数是[[weight]]。教程里的[[generator]]大约有一百五十万个参数。")),
        new("weight", new("weight", "权重"), new(
            "A number inside a [[layer]] that says how strongly one value influences another. Learning means changing the weights a little, many times.",
            "[[layer|层]]里的一个数字，表示一个值对另一个值的影响有多大。所谓学习，就是把权重一点一点改很多次。")),
        new("activation", new("activation function", "激活函数"), new(
            "A simple bend applied to every number after a [[layer]], such as [[relu]]. Without it, any number of layers could do no more than one.",
            "每[[layer|层]]之后对每个数字做的一个简单的“弯折”，例如 [[relu]]。没有它，再多的层也只相当于一层。")),
        new("relu", new("ReLU", "ReLU"), new(
            "The simplest [[activation]]: negative numbers become 0, the others stay as they are.",
            "最简单的[[activation]]：负数变成 0，其余不变。")),
        new("leaky-relu", new("LeakyReLU", "LeakyReLU"), new(
            "Like [[relu]], but negative numbers are only made smaller (here to a fifth) instead of 0. So even there a [[gradient]] gets through, and the network can go on learning.",
            "和 [[relu]] 相似，但负数只是缩小（这里缩到五分之一），而不变成 0。这样[[gradient]]在那里也能通过，网络可以继续学习。")),
        new("sigmoid", new("sigmoid", "sigmoid 函数"), new(
            "Squeezes any number into the range from 0 to 1. The [[generator]] ends in it, because a [[pixel]] lies between black (0) and white (1); it also turns a verdict into a probability.",
            "把任意数字压到 0 到 1 之间。[[generator]]的最后一步就是它，因为[[pixel]]的亮度介于黑（0）和白（1）之间；它也用来把评分变成概率。")),
        new("logits", new("logit", "logit（评分）"), new(
            "A verdict before the [[sigmoid]], as a number without limits: far above 0 is a firm yes, far below 0 a firm no, 0 is undecided.",
            "经过 [[sigmoid]] 之前的判断，是一个没有上下限的数：远大于 0 表示很肯定“是”，远小于 0 表示很肯定“不是”，0 表示拿不准。")),
        new("batch-normalisation", new("batch normalisation", "批归一化"), new(
            "A [[layer]] that shifts and scales its numbers, so that over a [[batch]] they have the same average and spread. It keeps values from growing or fading on their way through many layers.",
            "一种[[layer]]：平移并缩放经过它的数字，使它们在一个[[batch]]中有同样的平均值和散布程度。这样，数值穿过许多层也不会越来越大或越来越小。")),
        new("dropout", new("dropout", "dropout（随机失活）"), new(
            "During [[training]], some of a [[layer|layer’s]] numbers, chosen at random, are set to 0. The network cannot rely on single numbers, and learns less by heart.",
            "[[training]]时随机把[[layer|层]]里的一部分数字变成 0。网络无法只依赖个别数字，也就不容易死记硬背。")),
        new("spectral-normalisation", new("spectral normalisation", "谱归一化"), new(
            "Every [[layer]] of the [[discriminator]] is scaled so that it never enlarges a difference between two pictures. The verdict then cannot jump from one picture to a similar one.",
            "缩放[[discriminator]]的每一[[layer|层]]，使它不会放大两张图片之间的差别。这样，对相似的图片，它的判断不会忽高忽低。")),

        // --- Learning.
        new("training", new("training", "训练"), new(
            "The time in which a [[model]] learns: it looks at a [[batch]] of pictures, sees how wrong it was, changes its [[weight|weights]] a little, and begins again.",
            "[[model]]学习的过程：看一个[[batch]]的图片，算出自己错了多少，稍稍改动[[weight]]，然后再来一遍。")),
        new("loss", new("loss", "损失"), new(
            "A number that says how wrong a network is; learning tries to make it smaller. In a [[gan]] two networks pull against each other, so a low loss does not mean good pictures.",
            "表示网络错得有多厉害的一个数，学习就是设法让它变小。在 [[gan]] 中两个网络互相对抗，所以损失低并不代表图片好。")),
        new("gradient", new("gradient", "梯度"), new(
            "For every [[weight]], the direction in which the [[loss]] falls or rises, and how steeply. It is like feeling the slope of a hill with your feet in fog.",
            "对每个[[weight]]来说，往哪个方向改，[[loss]]会升或会降，以及变化有多快。就像在雾里用脚探出山坡朝哪边倾斜。")),
        new("backpropagation", new("backpropagation", "反向传播"), new(
            "The method of calculating the [[gradient]] of all [[weight|weights]] at once: the error is traced back through the network, from the last [[layer]] to the first.",
            "一次算出所有[[weight]]的[[gradient]]的方法：把误差从最后一[[layer|层]]一路往回追到第一层。")),
        new("learning-rate", new("learning rate", "学习率"), new(
            "How far the [[weight|weights]] move in one [[step]], also called step size. Too large and learning overshoots; too small and it takes for ever.",
            "[[weight]]在一[[step|步]]里移动多远，也叫步长。太大会冲过头，太小则迟迟学不成。")),
        new("optimizer", new("optimiser", "优化器"), new(
            "The rule that turns a [[gradient]] into a change of the [[weight|weights]]. Figment uses [[adam]] and its relative AdamW.",
            "把[[gradient]]变成[[weight]]改动的规则。Figment 用的是 [[adam]] 和它的变体 AdamW。")),
        new("adam", new("Adam", "Adam"), new(
            "The most widely used [[optimizer]]. It remembers recent [[gradient|gradients]] and gives every [[weight]] a step size that suits it; AdamW also shrinks the weights a little ([[weight-decay]]).",
            "最常用的[[optimizer]]。它记住最近的[[gradient]]，给每个[[weight]]配上合适的步长；AdamW 还会让权重略微缩小（[[weight-decay]]）。")),
        new("weight-decay", new("weight decay", "权重衰减"), new(
            "In every [[step]] all [[weight|weights]] shrink by a tiny share. Only those that are needed again and again stay large.",
            "每一[[step|步]]都让所有[[weight]]缩小极小的一点，只有一再用到的权重才会保持较大。")),
        new("warm-up", new("warm-up", "预热"), new(
            "At the beginning of [[training]] the [[learning-rate]] rises from 0, so that the first, blind steps do no harm.",
            "[[training]]开始时，让[[learning-rate]]从 0 慢慢升上来，免得最初盲目的几步走坏。")),
        new("batch", new("batch", "批"), new(
            "The pictures that are learned from in one [[step]], 128 of them by default. Larger batches give a calmer direction and take longer.",
            "一[[step|步]]里一起学习的那些图片，默认 128 张。批越大，方向越稳，每步也越慢。")),
        new("step", new("step", "步"), new(
            "One round of learning: one [[batch]] is looked at, and the [[weight|weights]] are changed. The tutorial takes 10,000 of them.",
            "学习的一个回合：看一个[[batch]]的图片，改动一次[[weight]]。教程一共走 10,000 步。")),
        new("epoch", new("epoch", "轮（epoch）"), new(
            "Once through all training pictures. With 60,000 pictures and a [[batch]] of 128, an epoch has about 469 [[step|steps]].",
            "把全部训练图片看完一遍。60,000 张图片，每[[batch]] 128 张，一轮大约是 469 [[step]]。")),
        new("seed", new("seed", "随机种子"), new(
            "A number that decides all that is random: the first [[weight|weights]], the order of the pictures, the [[noise]]. The same seed, options, device and number of threads give the same result.",
            "决定一切随机结果的一个数：最初的[[weight]]、图片的顺序、[[noise]]。种子、选项、设备和线程数都相同，结果就相同。")),
        new("option", new("option", "选项"), new(
            "A setting that you choose before [[training]], such as the [[learning-rate]]; in the literature a hyperparameter. [[parameter|Parameters]], in contrast, are learned.",
            "[[training]]之前由你来定的设置，例如[[learning-rate]]；文献里叫“超参数”。[[parameter]]则是学出来的。")),
        new("preset", new("preset", "预设"), new(
            "A ready-made recipe: the kind of [[model]] with all its [[option|options]]. Begin with one and change single options later.",
            "一份现成的配方：[[model]]的种类，连同全部[[option]]。先用它开始，以后再改个别选项。")),
        new("run", new("run", "训练记录"), new(
            "One [[training]] with all it left behind, in a folder of its own: [[option|options]], curves, pictures, and the trained [[model]].",
            "一次[[training]]和它留下的一切，单独放在一个文件夹里：[[option]]、曲线、图片和训练好的[[model]]。")),
        new("checkpoint", new("checkpoint", "检查点"), new(
            "The [[model]] as it was at one moment of the [[training]], saved to a file. Figment keeps the last one and the best one.",
            "[[model]]在[[training]]中某一时刻的样子，存成文件。Figment 会保留最后的和最好的。")),
        new("ema", new("moving average of the weights (EMA)", "权重的移动平均（EMA）"), new(
            "A second copy of the network whose [[weight|weights]] are an average over the recent [[step|steps]], the latest counting most. A network in training sways to and fro; the average is calmer and makes better pictures.",
            "网络的第二份副本，它的[[weight]]是最近许多[[step]]的平均，越近的分量越重。训练中的网络摇摆不定，平均之后更稳，做出的图片也更好。")),
        new("gpu", new("GPU", "GPU（显卡）"), new(
            "A graphics processor, which does many simple calculations at once and so trains large networks much faster. What this studio teaches works without one.",
            "图形处理器，能同时做大量简单的计算，训练大网络时快得多。这里教的内容没有它也能做。")),
        new("bfloat16", new("bfloat16", "bfloat16"), new(
            "Numbers stored in half the usual space, with fewer digits. On processors made for it, networks calculate faster that way; Figment still keeps the [[weight|weights]] in full.",
            "只占一半空间、有效位数较少的数字格式。在支持它的处理器上，网络算得更快；[[weight]]本身 Figment 仍以完整精度保存。")),

        // --- Data.
        new("data-set", new("data set", "数据集"), new(
            "A collection of examples to learn from, here pictures of one size. Part of it, the [[test-images]], is kept back for judging.",
            "供学习用的一批例子，这里是同样大小的图片。其中一部分（[[test-images]]）留出来，专门用于评判。")),
        new("mnist", new("MNIST", "MNIST"), new(
            "70,000 handwritten digits from 0 to 9, grey, 28 × 28 [[pixel|pixels]] each: 60,000 to learn from and 10,000 to test with. It has been the usual first exercise of the field since the late 1990s.",
            "七万个从 0 到 9 的手写数字，灰度图，每张 28 × 28 [[pixel]]：60,000 张用来学习，10,000 张用来测试。自上世纪 90 年代末起，它就是这个领域通行的第一道练习题。")),
        new("fashion-mnist", new("Fashion-MNIST", "Fashion-MNIST"), new(
            "Pictures of clothes, shoes and bags in the same format as [[mnist]], in ten [[class|classes]]. It is harder, because the shapes and shades vary more.",
            "格式与 [[mnist]] 相同的衣服、鞋子和包的图片，共十个[[class]]。它更难，因为形状和明暗变化更多。")),
        new("pixel", new("pixel", "像素"), new(
            "One point of a picture. Here it is a brightness from 0 (black) to 255 (white), which the networks see as a number between 0 and 1 or between −1 and 1; a digit of 28 × 28 has 784 of them.",
            "图片上的一个点，这里是从 0（黑）到 255（白）的亮度，网络看到的是 0 到 1 或 −1 到 1 之间的数。一个 28 × 28 的数字有 784 个像素。")),
        new("class", new("class", "类别"), new(
            "A kind of picture in a [[data-set]]. [[mnist]] has ten, the digits 0 to 9.",
            "[[data-set]]中图片的种类。[[mnist]] 有十个类别，即数字 0 到 9。")),
        new("label", new("label", "标签"), new(
            "The note beside a picture that says which [[class]] it belongs to. A [[gan]] that learns without classes never looks at it.",
            "图片旁边的记录，写明它属于哪个[[class]]。不按类别学习的 [[gan]] 从来不看标签。")),
        new("conditional", new("conditional", "按类别（有条件）"), new(
            "A conditional [[model]] is told the [[class]] of each picture while it learns. Afterwards you can ask it for a 7, and it is much less likely to leave a class out.",
            "学习时会被告知每张图片[[class]]的[[model]]。以后你可以指定要一个 7，它也不容易漏掉某个类别。")),
        new("clusters", new("cluster", "簇"), new(
            "A group of pictures that are alike in their [[pixel|pixels]], found by the program itself. Clusters can stand in for [[class|classes]] where there are no [[label|labels]].",
            "程序自己找出的、[[pixel]]上彼此相像的一组图片。没有[[label]]时，簇可以代替[[class]]。")),
        new("test-images", new("test images", "测试图片"), new(
            "Pictures that are never used for [[training]]. Only with them can one tell whether a [[model]] has understood something or just learned by heart.",
            "从不用于[[training]]的图片。只有用它们才看得出，[[model]]是真的学会了，还是只会死记硬背。")),
        new("augmentation", new("augmentation", "数据增强"), new(
            "Small random changes of the pictures, such as moving them a little. The network sees more variety and cannot learn single pictures by heart.",
            "对图片做一些随机的小改动，例如稍稍移动。网络看到的变化更多，也就没法死记某一张图。")),
        new("sample", new("sample", "样本"), new(
            "A picture that the [[model]] has made from a random [[latent]].",
            "[[model]]用一个随机的[[latent]]做出来的一张图片。")),

        // --- Families.
        new("gan", new("GAN", "GAN"), new(
            "Generative adversarial network: two networks that compete. The [[generator]] makes pictures, the [[discriminator]] tries to tell them from real ones, and both get better by it.",
            "生成对抗网络：两个互相较量的网络。[[generator]]做图片，[[discriminator]]设法分辨真假，双方在较量中都变得更强。")),
        new("generator", new("generator", "生成器"), new(
            "The network of a [[gan]] that turns [[noise]] into pictures. It never sees a real picture; it only learns from what the [[discriminator]] makes of its own.",
            "[[gan]] 中把[[noise]]变成图片的网络。它从没见过真实图片，只能从[[discriminator]]对自己作品的反应中学习。")),
        new("discriminator", new("discriminator", "判别器"), new(
            "The network of a [[gan]] that looks at a picture and says how real it seems. It learns from real pictures and from those of the [[generator]].",
            "[[gan]] 中负责看图的网络：看一张图片，说出它有多像真的。它从真实图片和[[generator]]的图片中学习。")),
        new("adversarial-loss", new("adversarial loss", "对抗损失"), new(
            "The [[loss]] of a [[gan]]: the [[discriminator]] loses when it mistakes real for fake or fake for real, the [[generator]] loses when it is found out. There are several formulas for it.",
            "[[gan]] 的[[loss]]：[[discriminator]]把真假弄错就受罚，[[generator]]被识破就受罚。具体的公式有好几种。")),
        new("mode-collapse", new("mode collapse", "模式崩溃"), new(
            "The typical failure of a [[gan]]: the [[generator]] makes only one or a few kinds of pictures, because they fool the [[discriminator]]. The [[loss|losses]] may look healthy all the while.",
            "[[gan]] 最典型的失败：[[generator]]只做一种或几种图片，因为它们骗得过[[discriminator]]。此时[[loss]]可能看上去一切正常。")),
        new("gradient-penalty", new("gradient penalty", "梯度惩罚"), new(
            "An extra [[loss]] for a [[discriminator]] whose verdict changes too abruptly when a picture changes a little. It stays smooth, and the [[generator]] gets useful hints everywhere. R1 applies it to real pictures, R2 to generated ones, WGAN-GP between the two.",
            "图片稍变、[[discriminator]]的判断就急剧变化时，额外加上的[[loss]]。这样判别器保持平缓，[[generator]]处处都能得到有用的提示。R1 加在真实图片上，R2 加在生成图片上，WGAN-GP 加在两者之间。")),
        new("regularisation", new("regularisation", "正则化"), new(
            "Anything that holds a network back from extreme or over-precise answers so that it learns the general pattern: [[weight-decay]], [[dropout]], a [[gradient-penalty]].",
            "约束网络的各种办法，不让它给出极端或过分精确的答案，好让它学到普遍规律，例如[[weight-decay]]、[[dropout]]、[[gradient-penalty]]。")),
        new("label-smoothing", new("label smoothing", "标签平滑"), new(
            "The [[discriminator]] is told that real pictures are, say, 90% real instead of 100%. It then has no reason to become too sure of itself.",
            "告诉[[discriminator]]，真实图片只有（比如）90% 是真的，而不是 100%。这样它就没有理由变得过分自信。")),
        new("instance-noise", new("instance noise", "实例噪声"), new(
            "Random grain on every picture that the [[discriminator]] sees, real or fake. It makes telling them apart harder at first, and fades during [[training]].",
            "给[[discriminator]]看的每张图片（不论真假）都加上的随机颗粒。开始时更难分辨真假，随着[[training]]逐渐减弱。")),
        new("vae", new("VAE", "VAE"), new(
            "Variational autoencoder: an [[encoder]] sums up each picture in a few numbers, a [[decoder]] rebuilds the picture from them. It learns steadily, shows pictures as points on a map, and makes them somewhat soft.",
            "变分自编码器：[[encoder]]把每张图片概括成几个数字，[[decoder]]再由这些数字重建图片。它学得很稳，能把图片画成地图上的点，只是图片略显柔和。")),
        new("encoder", new("encoder", "编码器"), new(
            "The network of a [[vae]] that goes from picture to [[latent]]. It does not name one point but a small cloud of points that may stand behind the picture.",
            "[[vae]] 中由图片得到[[latent]]的网络。它给出的不是一个点，而是一小团可能对应这张图片的点。")),
        new("decoder", new("decoder", "解码器"), new(
            "The network of a [[vae]] that goes from [[latent]] to picture. Given a random latent, it makes a new picture.",
            "[[vae]] 中由[[latent]]得到图片的网络。给它一个随机的隐向量，它就做出一张新图片。")),
        new("reconstruction", new("reconstruction", "重建"), new(
            "A given picture after going through [[encoder]] and [[decoder]]. The closer it is to the original, the less was lost.",
            "一张给定的图片先后经过[[encoder]]和[[decoder]]之后的样子。越接近原图，丢失的就越少。")),
        new("likelihood", new("likelihood", "似然"), new(
            "How probable a [[model]] finds a given picture. A [[vae]] can estimate it; a [[gan]] cannot. It is told on a logarithmic scale, in nats, and higher is better.",
            "[[model]]认为一张给定的图片有多大可能出现。[[vae]] 可以估算，[[gan]] 不能。它用对数表示，单位是 nat，越高越好。")),
        new("elbo", new("ELBO", "ELBO"), new(
            "Evidence lower bound: a number that the logarithm of the [[likelihood]] is sure not to lie below. It can be calculated, so a [[vae]] learns by raising it: rebuild the picture well, and keep the [[latent|latents]] tidy (the [[kl-term]]).",
            "证据下界：[[likelihood]]的对数一定不低于它。这个数算得出来，所以 [[vae]] 就靠提高它来学习：既要把图片重建好，又要让[[latent]]保持整齐（[[kl-term]]）。")),
        new("kl-term", new("KL term", "KL 项"), new(
            "The part of a [[vae|VAE’s]] [[loss]] that grows when the [[latent|latents]] of pictures stray from simple [[noise]]. Because of it, random noise decodes to sensible pictures later.",
            "[[vae]] [[loss]]的一部分：图片的[[latent]]偏离简单[[noise]]越远，它就越大。正因为有它，以后随机噪声才能解码成像样的图片。")),
        new("flow-matching", new("flow matching", "流匹配"), new(
            "A [[model]] learns in which direction every [[pixel]] must move so that [[noise]] turns into a picture. New pictures are made by following that direction in several small steps. It does not collapse, and is slower than a [[gan]].",
            "[[model]]学习每个[[pixel]]该往哪个方向变，才能让[[noise]]变成图片。做新图片时，就沿着这个方向分几小步走。它不会崩溃，但比 [[gan]] 慢。")),
        new("solver", new("solver", "求解器"), new(
            "The method by which [[flow-matching]] follows its path from [[noise]] to picture. More steps are more exact and take longer.",
            "[[flow-matching]]从[[noise]]走到图片所用的方法。步数越多越精确，也越慢。")),
        new("guidance", new("guidance", "引导"), new(
            "A way to push pictures of [[flow-matching]] further towards their [[class]]: the [[model]] compares what it would do with and without knowing the class, and exaggerates the difference. More of it means more typical and less varied pictures.",
            "让[[flow-matching]]的图片更贴近所要[[class]]的办法：[[model]]比较知道类别和不知道类别时的做法，再把差别放大。引导越强，图片越典型，变化越少。")),

        // --- Latents.
        new("noise", new("noise", "噪声"), new(
            "Numbers drawn at random, most of them close to 0, seldom far from it. They are the raw material of every new picture.",
            "随机抽取的一串数字，大多接近 0，很少离得很远。每张新图片都以它为原料。")),
        new("latent", new("latent vector", "隐向量"), new(
            "The list of numbers from which a [[model]] makes one picture. The same list always gives the same picture; a slightly different list gives a slightly different one.",
            "[[model]]用来做一张图片的一列数字。同一列数字总是得到同一张图片，稍有不同，图片也稍有不同。")),
        new("latent-space", new("latent space", "隐空间"), new(
            "All possible [[latent|latent vectors]], thought of as a landscape in which every point is a picture and neighbours look alike.",
            "所有可能的[[latent]]合在一起。可以把它想象成一片土地：每个点是一张图片，相邻的点图片也相像。")),
        new("interpolation", new("interpolation", "插值"), new(
            "A walk through [[latent-space]] from one picture to another. If the [[model]] has learned well, the pictures on the way are sensible too, and one digit melts into the next.",
            "在[[latent-space]]里从一张图片走到另一张。如果[[model]]学得好，途中的图片也像样，一个数字会慢慢化成另一个。")),
        new("truncation", new("truncation", "截断"), new(
            "Pulling [[latent|latent vectors]] towards the middle before making pictures. The pictures become more typical and cleaner, and vary less.",
            "做图片之前把[[latent]]往中间拉近。图片会更典型、更干净，变化也更少。")),
        new("projection", new("projection", "反求隐向量"), new(
            "Searching for the [[latent]] from which a [[model]] makes a picture as close as possible to a given one. A [[vae]] does not need the search: its [[encoder]] tells.",
            "给定一张图片，找出能让[[model]]做出最接近它的图片的[[latent]]。[[vae]] 不必这样找，[[encoder]]会直接给出。")),

        // --- What goes wrong with learning.
        new("overfitting", new("overfitting", "过拟合"), new(
            "A network fits its training pictures ever better, and new ones ever worse. It has learned details by heart instead of the pattern.",
            "网络对训练图片越来越拿手，对新图片却越来越差：它背下了细节，没有学到规律。")),
        new("memorisation", new("memorisation", "记忆训练图片"), new(
            "A [[model]] repeats pictures it was shown, instead of making new ones. Figment looks for it by comparing [[sample|samples]] with their nearest training pictures.",
            "[[model]]照搬看过的图片，而不是做出新的。Figment 会把[[sample]]与最接近的训练图片相比较，来检查有没有这种情况。")),
        new("diagnosis", new("diagnosis", "诊断"), new(
            "Figment’s remarks in words on what goes wrong in a [[training]]: what was seen, what it means, what to try. They come from measurements of the [[sample|samples]] and the [[loss|losses]].",
            "Figment 用大白话说出[[training]]中出了什么问题：看到了什么，意味着什么，可以试什么。依据是对[[sample]]和[[loss]]的测量。")),

        // --- Judging.
        new("fidelity", new("fidelity", "逼真度"), new(
            "How much single pictures look like real ones. A [[model]] that makes one perfect digit again and again has high fidelity, and no [[diversity]].",
            "单张图片看起来有多像真的。一个[[model]]如果反复做同一个完美的数字，逼真度很高，[[diversity]]却为零。")),
        new("diversity", new("diversity", "多样性"), new(
            "How much of the variety of real pictures a [[model]] shows: all [[class|classes]], thick and thin, upright and slanted.",
            "[[model]]表现出了真实图片的多少变化：各个[[class]]，粗的细的，正的斜的。")),
        new("classifier", new("classifier", "分类器"), new(
            "A network that names the [[class]] of a picture. Figment’s own is right on 99.5% of the [[mnist]] [[test-images]], and judges what a [[model]] makes.",
            "能说出图片属于哪个[[class]]的网络。Figment 自带的分类器在 [[mnist]] [[test-images]]上的正确率是 99.5%，用来评判[[model]]的作品。")),
        new("accuracy", new("accuracy", "准确率"), new(
            "The share of right answers. Of a [[discriminator]]: how often it is right about real and fake pictures; at 50% it can only guess, near 100% the [[generator]] hardly learns.",
            "答对的比例。对[[discriminator]]来说，就是判断真假图片时说对的比例：50% 等于瞎猜，接近 100% 时[[generator]]几乎学不到东西。")),
        new("feature", new("feature", "特征"), new(
            "A number that describes something about a picture, such as how round its strokes are. A [[classifier]] forms such numbers by itself on its way to an answer, and pictures can be compared by them better than by [[pixel|pixels]].",
            "描述图片某一方面的数字，比如笔画有多圆。[[classifier]]在得出答案的途中自己形成这些数字；用它们比较图片，比直接比较[[pixel]]更好。")),
        new("frechet-distance", new("Fréchet distance", "Fréchet 距离"), new(
            "Describe every picture by its [[feature|features]], and the generated and the real ones form two clouds of points. This number says how far apart the clouds lie, in centre and spread: lower is better.",
            "用[[feature]]描述每张图片，生成图片和真实图片就成了两团点云。这个数表示两团点云相距多远（比较中心和散布），越低越好。")),
        new("kernel-distance", new("kernel distance", "核距离"), new(
            "Another distance between the clouds of generated and real pictures. It assumes nothing about their shape and, for pictures of the same kind, is 0 on average.",
            "衡量生成图片与真实图片两团点云之间距离的另一种办法。它不假定点云的形状；两组同类图片的平均值为 0。")),
        new("precision-metric", new("precision", "精确率"), new(
            "A measure of [[fidelity]]: the share of generated pictures that lie among the real ones, by their [[feature|features]].",
            "衡量[[fidelity]]：按[[feature]]来看，落在真实图片范围之内的生成图片所占的比例。")),
        new("recall-metric", new("recall", "召回率"), new(
            "A measure of [[diversity]]: the share of real pictures that lie among the generated ones, by their [[feature|features]].",
            "衡量[[diversity]]：按[[feature]]来看，落在生成图片范围之内的真实图片所占的比例。")),
        new("density-metric", new("density", "密度"), new(
            "A measure of [[fidelity]]: how crowded with real pictures the places are where generated ones lie. For real pictures it is about 1.",
            "衡量[[fidelity]]：生成图片所在之处，真实图片有多密集。真实图片自身约为 1。")),
        new("coverage", new("coverage", "覆盖率"), new(
            "A measure of [[diversity]]: the share of real pictures that have a generated one near them. It falls when a [[model]] leaves something out.",
            "衡量[[diversity]]：附近有生成图片的真实图片所占的比例。[[model]]漏掉了什么，它就会下降。")),
        new("class-histogram", new("class histogram", "类别分布图"), new(
            "A bar for each [[class]], as high as its share among the pictures. A missing bar is a digit that the [[model]] no longer makes.",
            "每个[[class]]一根柱子，高度是它在图片中所占的比例。少了哪根柱子，[[model]]就是不再写哪个数字了。")),
        new("class-entropy", new("class entropy", "类别熵"), new(
            "How evenly the [[class|classes]] appear, in one number: 1 when all are equally frequent, 0 when there is only one.",
            "用一个数表示各[[class]]出现得有多均匀：全都一样多时为 1，只有一个类别时为 0。")),
        new("sure", new("sure (of a picture)", "有把握"), new(
            "The [[classifier]] is sure of a picture when it gives one [[class]] a high probability. The share of such pictures hints at [[fidelity]], but a classifier can be sure of a picture that no person would accept.",
            "[[classifier]]给某个[[class]]很高的概率时，就说它对这张图片有把握。这类图片的比例能反映[[fidelity]]，但人看不上的图片，分类器有时也很有把握。")),
        new("similarity", new("similarity of pairs", "两两相似度"), new(
            "How alike two generated pictures are on average, measured by SSIM, which compares brightness, contrast and structure. Far above that of real pictures, it means little [[diversity]].",
            "两张生成图片平均有多像，用 SSIM 来量，它比较亮度、对比度和结构。如果远高于真实图片，说明缺少[[diversity]]。")),
        new("nearest-image", new("nearest training picture", "最接近的训练图片"), new(
            "The training picture that differs least from a [[sample]], [[pixel]] by [[pixel]]. If it is suspiciously near, the sample is a copy ([[memorisation]]).",
            "逐[[pixel]]比较时与某个[[sample]]差别最小的训练图片。如果近得可疑，样本就是照抄的（[[memorisation]]）。")),
    ];

    private static readonly Dictionary<string, GlossaryEntry> ById = Entries.ToDictionary(entry => entry.Id);

    /// <summary>The entry of that id; null where there is none.</summary>
    internal static GlossaryEntry? Find(string id) => ById.GetValueOrDefault(id);
}
